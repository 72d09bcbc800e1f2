//! Snippets: text with tab stops, also rendered as plain text for clients without snippet support.

/// Text with tab stops.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Snippet {
    parts: Vec<SnippetPart>,
    /// The indentation of the line of the cursor.
    base: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum SnippetPart {
    Text(String),
    /// A tab stop with its placeholder text.
    Stop(String),
    /// A tab stop with a choice of texts.
    Choice(Vec<String>),
    /// An empty tab stop at which completion has texts to offer.
    Blank,
}

impl Snippet {
    pub(super) fn new(base: String) -> Snippet {
        Snippet { parts: Vec::new(), base }
    }

    pub(super) fn stop(&mut self, text: String) {
        self.parts.push(SnippetPart::Stop(text));
    }

    pub(super) fn choice(&mut self, texts: Vec<String>) {
        self.parts.push(SnippetPart::Choice(texts));
    }

    pub(super) fn blank(&mut self) {
        self.parts.push(SnippetPart::Blank);
    }

    pub(super) fn text(&mut self, text: &str) {
        match self.parts.last_mut() {
            Some(SnippetPart::Text(last)) => last.push_str(text),
            _ => self.parts.push(SnippetPart::Text(text.to_owned())),
        }
    }

    /// Removes the end of a text without tab stops. Returns whether it has this end.
    pub(super) fn drop_end(&mut self, end: &str) -> bool {
        let [SnippetPart::Text(text)] = &mut self.parts[..] else { return false };
        let is_end = text.ends_with(end);
        if is_end {
            text.truncate(text.len() - end.len());
        }
        is_end
    }

    /// Indents all lines further, and begins and ends the text with a line break.
    pub(super) fn spread(&mut self, unit: &str) {
        for part in &mut self.parts {
            if let SnippetPart::Text(text) = part {
                *text = text.replace('\n', &format!("\n{unit}"));
            }
        }
        self.parts.insert(0, SnippetPart::Text(format!("\n{unit}")));
        self.parts.push(SnippetPart::Text("\n".to_owned()));
    }

    /// Inserts a leading space, unless the text begins on a new line.
    pub(super) fn lead_with_blank(&mut self) {
        if !matches!(self.parts.first(), Some(SnippetPart::Text(text)) if text.starts_with('\n')) {
            self.parts.insert(0, SnippetPart::Text(" ".to_owned()));
        }
    }

    /// Returns the text with placeholders inserted literally and the indentation of the current line added to all lines
    /// but the first.
    pub fn plain(&self) -> String {
        let parts = self.parts.iter().map(|part| match part {
            SnippetPart::Text(text) | SnippetPart::Stop(text) => text.as_str(),
            SnippetPart::Choice(texts) => texts.first().map_or("", String::as_str),
            SnippetPart::Blank => "",
        });
        parts.collect::<String>().replace('\n', &format!("\n{}", self.base))
    }

    /// Returns the text in the snippet syntax of LSP. The editor adds the indentation of the current line.
    pub fn snippet(&self) -> String {
        let mut out = String::new();
        let mut stops: Vec<&str> = Vec::new();
        for part in &self.parts {
            let stop = match part {
                SnippetPart::Text(text) => {
                    out.push_str(&escaped(text));
                    continue;
                }
                SnippetPart::Stop(text) => text,
                SnippetPart::Blank => "",
                SnippetPart::Choice(texts) => {
                    stops.push("");
                    let texts: Vec<String> = texts.iter().map(|text| choice(text)).collect();
                    out.push_str(&format!("${{{}|{}|}}", stops.len(), texts.join(",")));
                    continue;
                }
            };
            // Equal names share a tab stop; numbers and the like do not.
            let is_name = stop.starts_with(char::is_alphabetic) && stop != "true";
            let known = stops.iter().position(|known| is_name && *known == stop);
            let number = known.unwrap_or(stops.len()) + 1;
            if known.is_none() {
                stops.push(stop);
            }
            match stop.is_empty() {
                true => out.push_str(&format!("${number}")),
                false => out.push_str(&format!("${{{number}:{}}}", escaped(stop))),
            }
        }
        out
    }

    /// Whether there are any tab stops.
    pub fn has_stops(&self) -> bool {
        self.parts.iter().any(|part| !matches!(part, SnippetPart::Text(_)))
    }

    /// Whether completion has texts to offer at the first tab stop.
    pub(super) fn continues(&self) -> bool {
        let first = self.parts.iter().find(|part| !matches!(part, SnippetPart::Text(_)));
        matches!(first, Some(SnippetPart::Blank))
    }

    /// Whether the text spans several lines.
    pub fn has_lines(&self) -> bool {
        self.parts.iter().any(|part| matches!(part, SnippetPart::Text(text) if text.contains('\n')))
    }
}

fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('$', "\\$").replace('}', "\\}")
}

/// Escapes a text for a list of choices.
fn choice(text: &str) -> String {
    text.replace('\\', "\\\\").replace(',', "\\,").replace('|', "\\|")
}
