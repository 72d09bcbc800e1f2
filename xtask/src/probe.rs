//! Requests every editor feature at many offsets of public definitions and of the fixtures. Prints the edits that break a
//! document, and the time of each feature.

mod recall;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use asl_core::config::Config;
use asl_core::edit::{self, Edit};
use asl_core::testing::applied;
use asl_core::text::{LineIndex, Span};
use asl_core::{Analysis, Diagnostic, Severity, Source, analyze, lint_analyses};
use asl_ide::{self as ide, Cursor, RenameError};
use asl_workspace::files;

use crate::{CORPORA, corpora, root};
use recall::Recall;

/// Prints problems and statistics; with `missed`, also what completion did not offer.
pub(crate) fn run(places: usize, missed: bool) -> Result<()> {
    let mut folders = vec![root().join("fixtures")];
    match corpora() {
        Some(corpora) => folders.push(corpora.join("real-world")),
        None => println!("without public definitions, which need {CORPORA}"),
    }
    let inputs = files::find(&folders).inputs;
    let mut probe = Probe::default();
    let mut recall = Recall::default();
    for input in &inputs {
        let Ok(text) = fs::read_to_string(&input.path) else { continue };
        let document = Document::new(&input.path, text);
        if document.analyses.iter().any(Analysis::is_definition) {
            probe.document(&document, places);
            if document.errors == 0 && document.damage == 0 {
                let path = document.path.to_string_lossy();
                for analysis in &document.analyses {
                    recall.document(&path, &document.text, analysis, places);
                }
            }
        }
    }
    println!("{:<14}{:>10}{:>14}{:>14}", "feature", "requests", "mean", "slowest");
    for (feature, times) in &probe.times {
        let mean = times.all / times.count.max(1);
        println!("{feature:<14}{:>10}{:>14}{:>14}", times.count, in_ms(mean), in_ms(times.slowest));
    }
    if missed {
        recall.missed.iter().for_each(|line| println!("{line}"));
    }
    recall.print();
    if probe.faults > 0 {
        bail!("{} problems", probe.faults);
    }
    Ok(())
}

fn in_ms(time: Duration) -> String {
    format!("{:.3} ms", time.as_secs_f64() * 1000.0)
}

/// A text with its analyses and its errors.
struct Document {
    path: PathBuf,
    text: String,
    analyses: Vec<Analysis>,
    /// The number of syntax errors.
    damage: usize,
    errors: usize,
}

impl Document {
    fn new(path: &Path, text: String) -> Document {
        let analyses = analyze(Source::new(&text, &path.to_string_lossy()));
        let damage = analyses.iter().map(|analysis| analysis.tree().errors().len()).sum();
        Document { path: path.to_owned(), text, analyses, damage, errors: 0 }.counted()
    }

    fn counted(mut self) -> Document {
        self.errors = self.error_messages().len();
        self
    }

    fn error_messages(&self) -> Vec<String> {
        let errors = self.findings().into_iter().filter(|one| one.severity == Severity::Error);
        errors.map(|one| one.message).collect()
    }

    fn findings(&self) -> Vec<Diagnostic> {
        lint_analyses(&self.analyses, &Config::all())
    }

    fn after(&self, edits: &[Edit]) -> Option<Document> {
        let (text, all) = edit::apply(&self.text, edits);
        all.then(|| Document::new(&self.path, text))
    }

    /// The document after edits as a client applies them; `None` if the result depends on their order.
    fn after_client(&self, edits: &[Edit]) -> Option<Document> {
        Some(Document::new(&self.path, applied(&self.text, edits).ok()?))
    }

    /// Whether there are no more errors than before. Existing errors may have other messages.
    fn stays_sound(&self, after: &Document) -> bool {
        after.damage <= self.damage && (self.errors > 0 || after.errors == 0)
    }

    /// Offsets spread over the document: the starts, the middles and the ends of words.
    fn places(&self, count: usize) -> impl Iterator<Item = u32> {
        let is_word = |c: char| c.is_alphanumeric() || c == '_';
        let mut places = Vec::new();
        let mut before = None;
        for (at, c) in self.text.char_indices() {
            if before != Some(is_word(c)) || at % 7 == 0 {
                places.push(at as u32);
            }
            before = Some(is_word(c));
        }
        let step = (places.len() / count).max(1);
        places.into_iter().step_by(step)
    }
}

#[derive(Default)]
struct Times {
    count: u32,
    all: Duration,
    slowest: Duration,
}

#[derive(Default)]
struct Probe {
    times: BTreeMap<&'static str, Times>,
    faults: usize,
}

impl Probe {
    fn timed<T>(&mut self, feature: &'static str, ask: impl FnOnce() -> T) -> T {
        let start = Instant::now();
        let answer = ask();
        let time = start.elapsed();
        let times = self.times.entry(feature).or_default();
        times.count += 1;
        times.all += time;
        times.slowest = times.slowest.max(time);
        answer
    }

    fn fault(&mut self, document: &Document, offset: u32, what: &str) {
        let place = LineIndex::new(&document.text).position(&document.text, offset);
        println!("{}:{}:{}: {what}", document.path.display(), place.line, place.column);
        self.faults += 1;
    }

    fn document(&mut self, document: &Document, places: usize) {
        let whole = Span::new(0, document.text.len());
        for analysis in &document.analyses {
            self.timed("tokens", || ide::tokens(analysis, whole));
            self.timed("hints", || ide::hints(analysis, whole));
            self.timed("lenses", || ide::lenses(analysis));
            self.timed("links", || ide::links(analysis));
            self.timed("outline", || ide::outline(analysis));
            self.timed("folds", || ide::folds(analysis));
            self.format(document, analysis);
            let states: Vec<Span> = analysis.model().states().map(|state| state.pair().span()).collect();
            for selected in states.iter().copied().chain(states.windows(2).map(|two| two[0].to(two[1]))) {
                self.actions(document, selected);
            }
            self.fixes(document);
        }
        for offset in document.places(places) {
            self.complete(document, offset);
            self.actions(document, Span::at(offset));
            let cursor = self.timed("cursor", || Cursor::at(&document.analyses, offset));
            if let Some(cursor) = cursor {
                self.timed("hover", || ide::hover(&document.analyses, offset));
                self.timed("signature", || ide::signature(cursor));
                self.timed("linked", || ide::linked(cursor));
                self.rename(document, cursor);
            }
        }
    }

    /// Formatting is idempotent and keeps the meaning.
    fn format(&mut self, document: &Document, analysis: &Analysis) {
        let style = ide::format::Style::default();
        let Some(edits) = self.timed("format", || ide::format::format(analysis, style)) else { return };
        let Some(after) = document.after(&edits) else { return self.fault(document, 0, "edits overlap") };
        let again = after.analyses.first().and_then(|analysis| ide::format::format(analysis, style));
        if again.is_none_or(|edits| !edits.is_empty()) {
            self.fault(document, 0, "formatting twice changes it again");
        }
    }

    /// A fix removes its finding and adds no error.
    fn fixes(&mut self, document: &Document) {
        let findings = self.timed("findings", || document.findings());
        for finding in &findings {
            let Some(fix) = &finding.fix else { continue };
            let same = |other: &&Diagnostic| {
                other.rule.name == finding.rule.name
                    && other.message == finding.message
                    && other.pointer == finding.pointer
            };
            let was = findings.iter().filter(same).count();
            let offset = finding.span.start;
            match document.after_client(&fix.edits) {
                None => self.fault(document, offset, &format!("edits of `{}` conflict", fix.title)),
                Some(after) if after.errors > document.errors => {
                    self.fault(document, offset, &format!("`{}` adds an error", fix.title));
                }
                Some(after) if after.findings().iter().filter(same).count() >= was => {
                    self.fault(document, offset, &format!("`{}` does not remove the finding", fix.title));
                }
                Some(_) => {}
            }
        }
    }

    /// A completion adds no syntax error.
    fn complete(&mut self, document: &Document, offset: u32) {
        let items = self.timed("complete", || ide::complete(&document.analyses, offset));
        for item in items.iter().step_by((items.len() / 8).max(1)) {
            let name = &item.label;
            if offset < item.replace.start || item.replace.end < offset {
                self.fault(document, offset, &format!("completing `{name}` replaces text elsewhere"));
            }
            let mut edits = item.edits.clone();
            edits.push(Edit { span: item.replace, text: item.text.plain() });
            match document.after(&edits) {
                None => self.fault(document, offset, &format!("edits of `{name}` overlap")),
                Some(after) if after.damage > document.damage => {
                    self.fault(document, offset, &format!("completing `{name}` breaks the document"));
                }
                Some(_) => {}
            }
        }
    }

    /// A code action adds no error.
    fn actions(&mut self, document: &Document, selection: Span) {
        let offset = selection.start;
        for action in self.timed("actions", || ide::actions::actions(&document.analyses, selection)) {
            match document.after_client(&action.edits) {
                None => {
                    self.fault(document, offset, &format!("edits of `{}` conflict", action.title));
                }
                Some(after) if !document.stays_sound(&after) => {
                    let what = format!("`{}` adds an error: {:?}", action.title, after.error_messages());
                    self.fault(document, offset, &what);
                }
                Some(_) => {}
            }
        }
    }

    /// Renaming and renaming back restores the document.
    fn rename(&mut self, document: &Document, cursor: Cursor<'_>) {
        const NEW: &str = "Renamed7";
        let Some((named, span)) = ide::symbol_at(cursor) else { return };
        let old = cursor.inside().map_or("", |(text, _)| text.value);
        let edits = match self.timed("rename", || ide::rename(cursor.analysis, named, NEW)) {
            Ok(edits) => edits,
            Err(RenameError::Assembled) => return,
            Err(error) => return self.fault(document, cursor.offset, &format!("renaming `{old}`: {error}")),
        };
        let Some(after) = document.after(&edits) else {
            return self.fault(document, cursor.offset, "edits of a rename overlap");
        };
        if !document.stays_sound(&after) {
            return self.fault(document, cursor.offset, &format!("renaming `{old}` changes the findings"));
        }
        let moved = edits.iter().filter(|edit| edit.span.end <= span.start);
        let moved: i64 = moved.map(|edit| edit.text.len() as i64 - edit.span.range().len() as i64).sum();
        let there = Cursor::at(&after.analyses, (i64::from(span.start) + moved) as u32 + 1);
        let Some(there) = there else {
            return self.fault(document, cursor.offset, "no symbol is there after renaming");
        };
        let count = |cursor: Cursor<'_>| {
            ide::symbol_at(cursor).map(|(named, _)| ide::occurrences(cursor.analysis, named).len())
        };
        if count(there) != count(cursor) {
            self.fault(document, cursor.offset, &format!("renaming `{old}` loses references"));
        }
    }
}
