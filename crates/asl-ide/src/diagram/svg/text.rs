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

/// Breaks a text into lines, between words and inside long words, and truncates it after the last line.
pub(super) fn wrapped(text: &str, size: f64, limit: f64, lines: usize) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut line = String::new();
    for word in text.split_whitespace() {
        let gap = if line.is_empty() { "" } else { " " };
        if width(&format!("{line}{gap}{word}"), size) <= limit {
            line.push_str(gap);
            line.push_str(word);
            continue;
        }
        if !line.is_empty() {
            found.push(std::mem::take(&mut line));
        }
        for c in word.chars() {
            if !line.is_empty() && width(&line, size) + width_of(c) * size > limit {
                found.push(std::mem::take(&mut line));
            }
            line.push(c);
        }
    }
    if !line.is_empty() {
        found.push(line);
    }
    if found.len() > lines {
        found.truncate(lines);
        if let Some(last) = found.last_mut() {
            last.push('…');
        }
    }
    found
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
