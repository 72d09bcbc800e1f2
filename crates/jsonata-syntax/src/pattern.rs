//! The check of regular expressions against JavaScript's grammar.
//!
//! The rules are those of ECMAScript without the `u` flag, including Annex B. Nothing is compiled or matched.

use std::collections::HashSet;

/// The result of reading a part, or JavaScript's message.
type Check<T = ()> = Result<T, &'static str>;

/// Checks a pattern; the error is JavaScript's message without the pattern.
pub(super) fn check(units: &[u16]) -> Check {
    let mut reader =
        PatternReader { units, position: 0, names: HashSet::new(), references: Vec::new(), named: false };
    reader.named = reader.has_named_group();
    reader.pattern()
}

/// Reads a pattern from left to right. Groups need no recursion: it is enough to count them.
struct PatternReader<'p> {
    units: &'p [u16],
    position: usize,
    names: HashSet<Vec<u16>>,
    references: Vec<Vec<u16>>,
    /// Whether any group has a name: only then is `\k` a reference.
    named: bool,
}

/// An open group.
struct Group {
    /// Whether it is a lookbehind, which no quantifier may follow.
    looks_behind: bool,
    name: Option<Vec<u16>>,
}

/// A quantifier in braces.
struct Braces {
    length: usize,
    in_order: bool,
}

/// One end of a range in a class: a code unit, or a set such as `\d`.
enum ClassItem {
    Unit(u16),
    Set,
}

impl PatternReader<'_> {
    fn peek(&self, ahead: usize) -> Option<u8> {
        let unit = *self.units.get(self.position + ahead)?;
        // The grammar does not distinguish between code units outside ASCII.
        Some(u8::try_from(unit).ok().filter(u8::is_ascii).unwrap_or(0xff))
    }

    fn eat(&mut self, text: &str) -> bool {
        let found = text.bytes().enumerate().all(|(index, byte)| self.peek(index) == Some(byte));
        if found {
            self.position += text.len();
        }
        found
    }

    fn pattern(&mut self) -> Check {
        let mut open = Vec::new();
        while let Some(first) = self.peek(0) {
            let mut behind = false;
            let quantifiable = match first {
                b'(' => {
                    let group = self.group_start()?;
                    open.push(group);
                    continue;
                }
                b')' => {
                    self.position += 1;
                    let group: Group = open.pop().ok_or("Unmatched ')'")?;
                    behind = group.looks_behind;
                    // JavaScript checks the name only here, at the end of the group.
                    if group.name.is_some_and(|name| !self.names.insert(name)) {
                        return Err("Duplicate capture group name");
                    }
                    true
                }
                b'|' | b'^' | b'$' => {
                    self.position += 1;
                    false
                }
                b'*' | b'+' | b'?' => return Err("Nothing to repeat"),
                b'{' if self.braces().is_some() => return Err("Nothing to repeat"),
                b'[' => {
                    self.class()?;
                    true
                }
                b'\\' => self.escape()?,
                _ => {
                    self.position += 1;
                    true
                }
            };
            let before = self.position;
            if quantifiable {
                self.quantifier()?;
            }
            if behind && before < self.position {
                return Err("Invalid quantifier");
            }
        }
        if !open.is_empty() {
            return Err("Unterminated group");
        }
        if self.references.iter().any(|name| !self.names.contains(name)) {
            return Err("Invalid named capture referenced");
        }
        Ok(())
    }

    fn quantifier(&mut self) -> Check {
        match self.peek(0) {
            Some(b'*' | b'+' | b'?') => self.position += 1,
            Some(b'{') => match self.braces() {
                Some(Braces { in_order: false, .. }) => return Err("numbers out of order in {} quantifier"),
                Some(Braces { length, .. }) => self.position += length,
                None => return Ok(()),
            },
            _ => return Ok(()),
        }
        self.eat("?");
        Ok(())
    }

    /// Reads `{1}`, `{1,}` or `{1,2}` at the position. Other braces are plain text.
    fn braces(&self) -> Option<Braces> {
        let number = |from: usize| {
            let mut at = from;
            let mut value = 0u64;
            while let Some(digit @ b'0'..=b'9') = self.peek(at) {
                value = (value * 10 + u64::from(digit - b'0')).min(i32::MAX as u64);
                at += 1;
            }
            (at > from).then_some((value, at))
        };
        let (least, mut at) = number(1)?;
        let mut most = least;
        if self.peek(at) == Some(b',') {
            (most, at) = number(at + 1).unwrap_or((u64::MAX, at + 1));
        }
        let closed = self.peek(at) == Some(b'}');
        closed.then_some(Braces { length: at + 1, in_order: least <= most })
    }

    fn group_start(&mut self) -> Check<Group> {
        self.position += 1;
        if !self.eat("?") || self.eat(":") || self.eat("=") || self.eat("!") {
            return Ok(Group { looks_behind: false, name: None });
        }
        if self.eat("<=") || self.eat("<!") {
            return Ok(Group { looks_behind: true, name: None });
        }
        if !self.eat("<") {
            return Err("Invalid group");
        }
        let name = self.group_name().ok_or("Invalid capture group name")?;
        Ok(Group { looks_behind: false, name: Some(name) })
    }

    /// Reads a name and the `>` after it.
    fn group_name(&mut self) -> Option<Vec<u16>> {
        let mut name = Vec::new();
        loop {
            let c = if self.eat("\\u") { self.name_escape()? } else { self.name_char()? };
            if c == '>' && !name.is_empty() {
                return Some(name);
            }
            let word = c.is_alphabetic() || c == '_' || c == '$';
            let later = c.is_alphanumeric() || c == '\u{200c}' || c == '\u{200d}';
            if !(word || later && !name.is_empty()) {
                return None;
            }
            name.extend_from_slice(c.encode_utf16(&mut [0; 2]));
        }
    }

    fn name_char(&mut self) -> Option<char> {
        let rest = self.units[self.position..].iter().copied();
        let c = char::decode_utf16(rest).next()?.ok()?;
        self.position += c.len_utf16();
        Some(c)
    }

    /// Reads `\u0041`, `\ud83d\ude00` or `\u{41}`, after the `\u`. It is never the end of the name.
    fn name_escape(&mut self) -> Option<char> {
        let value = if self.eat("{") {
            let mut value = 0u32;
            while !self.eat("}") {
                value = value * 16 + self.hex_digit()?;
                if value > 0x10_ffff {
                    return None;
                }
            }
            value
        } else {
            let high = self.hex(4)?;
            if (0xd800..0xdc00).contains(&high) && self.eat("\\u") {
                let low = self.hex(4)?;
                let pair = [high as u16, low as u16];
                return char::decode_utf16(pair).next()?.ok();
            }
            high
        };
        char::from_u32(value).filter(|c| *c != '>')
    }

    fn hex_digit(&mut self) -> Option<u32> {
        let digit = char::from(self.peek(0)?).to_digit(16)?;
        self.position += 1;
        Some(digit)
    }

    /// Reads exactly `count` hexadecimal digits, or nothing.
    fn hex(&mut self, count: usize) -> Option<u32> {
        let start = self.position;
        let mut value = 0;
        for _ in 0..count {
            let Some(digit) = self.hex_digit() else {
                self.position = start;
                return None;
            };
            value = value * 16 + digit;
        }
        Some(value)
    }

    /// Reads an escape outside a class and returns whether a quantifier may follow.
    fn escape(&mut self) -> Check<bool> {
        match self.peek(1) {
            None => Err("\\ at end of pattern"),
            Some(b'b' | b'B') => {
                self.position += 2;
                Ok(false)
            }
            Some(b'k') if self.named => {
                self.position += 2;
                if !self.eat("<") {
                    return Err("Invalid named reference");
                }
                let name = self.group_name().ok_or("Invalid capture group name")?;
                self.references.push(name);
                Ok(true)
            }
            // The letters and digits after `\x`, `\u`, `\c` and `\0` can be read as plain text here. A `\c` alone is a
            // backslash followed by a `c`.
            Some(b'c') => {
                self.position += 1;
                Ok(true)
            }
            Some(_) => {
                self.position += 2;
                Ok(true)
            }
        }
    }

    fn class(&mut self) -> Check {
        self.position += 1;
        self.eat("^");
        loop {
            match self.peek(0) {
                None => return Err("Unterminated character class"),
                Some(b']') => {
                    self.position += 1;
                    return Ok(());
                }
                Some(_) => {}
            }
            let first = self.class_item()?;
            if self.peek(0) != Some(b'-') {
                continue;
            }
            self.position += 1;
            if matches!(self.peek(0), None | Some(b']')) {
                continue;
            }
            let last = self.class_item()?;
            if let (ClassItem::Unit(first), ClassItem::Unit(last)) = (first, last)
                && first > last
            {
                return Err("Range out of order in character class");
            }
        }
    }

    fn class_item(&mut self) -> Check<ClassItem> {
        let unit = self.units[self.position];
        self.position += 1;
        if unit != u16::from(b'\\') {
            return Ok(ClassItem::Unit(unit));
        }
        let Some(escaped) = self.units.get(self.position).copied() else {
            return Err("\\ at end of pattern");
        };
        let letter = self.peek(0).unwrap_or(0xff);
        self.position += 1;
        Ok(ClassItem::Unit(match letter {
            b'd' | b'D' | b's' | b'S' | b'w' | b'W' => return Ok(ClassItem::Set),
            b'b' => 8,
            b'f' => 12,
            b'n' => 10,
            b'r' => 13,
            b't' => 9,
            b'v' => 11,
            b'c' => match self.peek(0) {
                Some(control) if control.is_ascii_alphanumeric() || control == b'_' => {
                    self.position += 1;
                    u16::from(control & 0x1f)
                }
                _ => {
                    // The `c` is read again as a character of its own.
                    self.position -= 1;
                    unit
                }
            },
            b'x' => self.hex(2).map_or(escaped, |value| value as u16),
            b'u' => self.hex(4).map_or(escaped, |value| value as u16),
            b'0'..=b'7' => self.octal(u16::from(letter - b'0')),
            b'k' if self.named => return Err("Invalid escape"),
            _ => escaped,
        }))
    }

    /// Reads up to three octal digits whose value is at most 255; the first has been read.
    fn octal(&mut self, mut value: u16) -> u16 {
        for _ in 0..2 {
            let Some(digit @ b'0'..=b'7') = self.peek(0) else { break };
            let next = value * 8 + u16::from(digit - b'0');
            if next > 255 {
                break;
            }
            value = next;
            self.position += 1;
        }
        value
    }

    fn has_named_group(&self) -> bool {
        let mut in_class = false;
        let mut escaped = false;
        for (index, &unit) in self.units.iter().enumerate() {
            let c = char::from_u32(unit.into()).unwrap_or(' ');
            if !escaped && c == '(' && !in_class {
                let next: Vec<u16> = self.units[index + 1..].iter().take(3).copied().collect();
                let opens = next.starts_with(&[u16::from(b'?'), u16::from(b'<')]);
                let looks_behind =
                    next.len() == 3 && (next[2] == u16::from(b'=') || next[2] == u16::from(b'!'));
                if opens && !looks_behind {
                    return true;
                }
            }
            match c {
                _ if escaped => {}
                '[' => in_class = true,
                ']' => in_class = false,
                _ => {}
            }
            escaped = c == '\\' && !escaped;
        }
        false
    }
}
