//! The signs of Terraform, met one after another: what is a string, a comment or a heredoc, and which brackets are open.

/// So many heredocs without an end are looked for.
const MAX_OPEN_HEREDOCS: usize = 16;

/// Walks over a text and knows what is open.
pub(super) struct Scanner<'t> {
    text: &'t str,
    pub(super) at: usize,
    pub(super) open: Vec<Open>,
    /// How many heredocs had no end.
    heredocs: usize,
    /// The first string that its line does not close.
    pub(super) unclosed: Option<usize>,
    /// The most signs between keys and values that have been met in one bracket.
    pub(super) most_pairs: usize,
}

pub(super) enum Open {
    /// With the signs between keys and values that are in it.
    Bracket(usize),
    /// With the place where it begins.
    Quote(usize),
}

/// Where the bracket is closed that has been opened before a place; nothing if it is not.
pub(super) fn closing(text: &str, at: usize) -> Option<usize> {
    let mut scanner = Scanner::new(text, at);
    scanner.open.push(Open::Bracket(0));
    while !scanner.open.is_empty() {
        scanner.step()?;
    }
    Some(scanner.at)
}

impl Scanner<'_> {
    /// Begins at a place.
    pub(super) fn new(text: &str, at: usize) -> Scanner<'_> {
        Scanner { text, at, open: Vec::new(), heredocs: 0, unclosed: None, most_pairs: 0 }
    }

    /// Goes to the next line: the one behind a heredoc or a comment, where they go over several.
    pub(super) fn line(&mut self) {
        while self.step().is_some_and(|byte| byte != b'\n') {}
    }

    /// Goes behind the next sign, a comment or a heredoc. Returns its first byte; nothing at the end.
    pub(super) fn step(&mut self) -> Option<u8> {
        let bytes = self.text.as_bytes();
        let rest = bytes.get(self.at..)?;
        let byte = *rest.first()?;
        self.at += 1;
        match self.open.last() {
            // No string goes over a line.
            Some(Open::Quote(start)) if byte == b'\n' => {
                self.unclosed.get_or_insert(*start);
                self.open.pop();
            }
            Some(Open::Quote(_)) => self.in_quotes(rest),
            _ if byte == b'\n' => {}
            _ => self.in_code(rest),
        }
        Some(byte)
    }

    fn in_quotes(&mut self, rest: &[u8]) {
        match rest {
            [b'\\', b'"' | b'\\', ..] => self.at += 1,
            [b'$', b'$', b'{', ..] | [b'%', b'%', b'{', ..] => self.at += 2,
            [b'$' | b'%', b'{', ..] => {
                self.at += 1;
                self.open.push(Open::Bracket(0));
            }
            [b'"', ..] => {
                self.open.pop();
            }
            _ => {}
        }
    }

    fn in_code(&mut self, rest: &[u8]) {
        match rest {
            [b'"', ..] => self.open.push(Open::Quote(self.at - 1)),
            [b'{' | b'[' | b'(', ..] => self.open.push(Open::Bracket(0)),
            [b'}' | b']' | b')', ..] => {
                self.open.pop();
            }
            [b'=' | b':', ..] => {
                if let Some(Open::Bracket(pairs)) = self.open.last_mut() {
                    *pairs += 1;
                    self.most_pairs = self.most_pairs.max(*pairs);
                }
            }
            [b'#', ..] | [b'/', b'/', ..] => self.skip_to("\n", 0),
            [b'/', b'*', ..] => self.skip_to("*/", 2),
            [b'<', b'<', ..] => self.heredoc(),
            _ => {}
        }
    }

    fn skip_to(&mut self, end: &str, len: usize) {
        self.at = self.text[self.at..].find(end).map_or(self.text.len(), |i| self.at + i + len);
    }

    /// Skips a heredoc whose `<<` begins before the current place; one that is not closed is none.
    fn heredoc(&mut self) {
        let Some(head) = self.text[self.at..].lines().next() else { return };
        let name = head[1..].trim_start_matches('-').trim_end();
        if self.heredocs == MAX_OPEN_HEREDOCS
            || name.is_empty()
            || !name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'))
        {
            return;
        }
        let mut at = self.at + head.len();
        let rest = &self.text[at..];
        for line in rest.split_inclusive('\n') {
            let closes = line.trim_start().strip_prefix(name);
            if closes.is_some_and(|rest| {
                !rest.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '-'))
            }) {
                self.at = at + (line.len() - line.trim_start().len()) + name.len();
                return;
            }
            at += line.len();
        }
        self.heredocs += 1;
    }
}
