//! Approximate text widths, and line breaking.

/// The width of a text in a common sans-serif font, slightly overestimated.
pub(super) fn width(text: &str, size: f64) -> f64 {
    text.chars().map(|c| width_of(c) * size).sum()
}

fn width_of(c: char) -> f64 {
    match c {
        'i' | 'j' | 'l' | '\'' | '|' | '.' | ',' | ':' | ';' | '!' => 0.31,
        'f' | 't' | 'r' | 'I' | ' ' | '(' | ')' | '[' | ']' | '/' | '\\' | '"' | '-' => 0.42,
        'm' | 'w' | 'M' | 'W' | '@' | '%' => 0.98,
        'A'..='Z' | '&' | '<' | '>' | '=' | '+' | '≤' | '≥' => 0.76,
        c if (c as u32) < 0x1100 => 0.64,
        _ => 1.1,
    }
}

/// Breaks a text into lines, and truncates it after the last one. A word that is too long for a line breaks between its
/// parts, and a part that is too long breaks anywhere.
pub(super) fn wrapped(text: &str, size: f64, limit: f64, lines: usize) -> Vec<String> {
    let mut wrapper = Wrapper { size, limit, lines: Vec::new(), line: String::new(), width: 0.0 };
    for word in text.split_whitespace() {
        let gap = if wrapper.line.is_empty() { "" } else { " " };
        if wrapper.fits(gap, word) {
            wrapper.push(gap);
            wrapper.push(word);
            continue;
        }
        wrapper.break_line();
        for part in parts(word) {
            if !wrapper.fits("", part) {
                wrapper.break_line();
            }
            for c in part.chars() {
                let mut buffer = [0; 4];
                let c = c.encode_utf8(&mut buffer);
                if !wrapper.fits("", c) {
                    wrapper.break_line();
                }
                wrapper.push(c);
            }
        }
    }
    wrapper.break_line();
    let mut found = wrapper.lines;
    if found.len() > lines {
        found.truncate(lines);
        if let Some(last) = found.last_mut() {
            last.push('…');
        }
    }
    found
}

struct Wrapper {
    size: f64,
    limit: f64,
    lines: Vec<String>,
    line: String,
    width: f64,
}

impl Wrapper {
    fn fits(&self, gap: &str, text: &str) -> bool {
        self.width + width(gap, self.size) + width(text, self.size) <= self.limit
    }

    fn push(&mut self, text: &str) {
        self.line.push_str(text);
        self.width += width(text, self.size);
    }

    fn break_line(&mut self) {
        self.width = 0.0;
        if !self.line.is_empty() {
            self.lines.push(std::mem::take(&mut self.line));
        }
    }
}

/// The parts of a word: a new one begins at an upper-case letter after a lower-case letter or digit, and after
/// punctuation.
fn parts(word: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut start = 0;
    let mut before = None;
    for (at, c) in word.char_indices() {
        let begins = |last: char| {
            let is_hump = c.is_uppercase() && (last.is_lowercase() || last.is_numeric());
            is_hump || matches!(last, '.' | '_' | '-' | ':' | '/' | ',' | ';' | '|')
        };
        if before.is_some_and(begins) {
            parts.push(&word[start..at]);
            start = at;
        }
        before = Some(c);
    }
    parts.push(&word[start..]);
    parts
}

/// Escapes a text for XML.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            // XML cannot represent these characters.
            '\u{fffe}' | '\u{ffff}' => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_between_words_and_parts_of_words() {
        let lines = |text: &str| wrapped(text, 10.0, 100.0, 4).join("|");
        assert_eq!(lines("Charge the card"), "Charge the card");
        assert_eq!(lines("Charge the credit card of the customer"), "Charge the credit|card of the|customer");
        assert_eq!(lines("NotifyTheCustomerService"), "NotifyThe|CustomerService");
        assert_eq!(lines("notify_the_customer_v2"), "notify_the_|customer_v2");
        assert_eq!(lines("DynamoDB.ConditionalCheckFailed"), "DynamoDB.|ConditionalCheck|Failed");
        assert_eq!(lines("Ask whetherEverybodyAgreed"), "Ask|whether|EverybodyAgreed");
        assert_eq!(lines("abcdefghijklmnopqrstuvwxyz"), "abcdefghijklmnop|qrstuvwxyz");
        assert_eq!(lines(""), "");
        assert_eq!(wrapped("one two three four", 10.0, 30.0, 2), ["one", "two…"]);
    }
}
