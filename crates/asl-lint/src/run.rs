//! Checks files, several at a time, and gathers what is found.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use anyhow::Result;
use asl_core::config::Config;
use asl_core::host::{Host, holes};
use asl_core::text::{self, LineIndex, Span};
use asl_core::{Analysis, Diagnostic, Language, Severity, Source, WorkflowType, analyze, check_file};
use asl_workspace::files::{self, Input};
use asl_workspace::{Configs, Templates, follow, language, shown, surround};
use rayon::prelude::*;

use crate::args::{Check, Workflow};
use crate::settings::Selection;

/// Everything that was found, in the order of the paths.
#[derive(Debug, Default)]
pub(crate) struct Report {
    pub files: Vec<FileReport>,
    /// How many definitions were read.
    pub checked: usize,
    /// How many pieces of advice are not shown.
    pub hidden: usize,
}

/// A file with findings.
#[derive(Debug)]
pub(crate) struct FileReport {
    pub path: String,
    pub text: String,
    pub index: LineIndex,
    pub findings: Vec<Diagnostic>,
}

impl Report {
    pub(crate) fn findings(&self) -> impl Iterator<Item = &Diagnostic> {
        self.files.iter().flat_map(|file| &file.findings)
    }

    pub(crate) fn count(&self, severity: Severity) -> usize {
        self.findings().filter(|finding| finding.severity == severity).count()
    }
}

/// A file, read and understood.
struct Document {
    path: PathBuf,
    /// The path as it is shown.
    name: String,
    text: String,
    not_utf8: Vec<Span>,
    language: Language,
    analyses: Vec<Analysis>,
    config: Arc<Config>,
}

/// Checks what the command line names. Comes back with what could not be read beside what was found.
pub(crate) fn run(args: &Check) -> Result<(Report, Vec<anyhow::Error>)> {
    let selection = Selection::new(args)?;
    let reader = Reader { args, configs: Mutex::default() };
    let reads_stdin = args.paths.iter().any(|path| path.as_os_str() == "-");
    let paths: Vec<PathBuf> = args.paths.iter().filter(|path| path.as_os_str() != "-").cloned().collect();
    let (inputs, mut errors) = files::find(&paths);
    for input in &inputs {
        // A mistake in a configuration file is said before anything is read.
        reader.config(&input.path)?;
    }
    let mut results: Vec<Result<Option<Document>>> = match inputs.as_slice() {
        // Threads take longer to start than one file takes to check.
        [input] => vec![reader.input(input)],
        inputs => inputs.par_iter().map(|input| reader.input(input)).collect(),
    };
    if reads_stdin {
        let path = Path::new(&args.stdin_filename);
        reader.config(path)?;
        results.push(files::read_stdin().map(|bytes| Some(reader.document(path, bytes))));
    }
    let mut documents = Vec::new();
    for result in results {
        match result {
            Ok(document) => documents.extend(document),
            Err(error) => errors.push(error),
        }
    }
    connect(&mut documents, &reader);

    let found_none = documents.is_empty();
    let checked = documents.iter().map(Document::definitions).sum();
    let judged: Vec<(FileReport, usize)> = match documents.len() {
        1 => documents.into_iter().map(|document| document.judge(&selection)).collect(),
        _ => documents.into_par_iter().map(|document| document.judge(&selection)).collect(),
    };
    let mut report = Report { checked, ..Report::default() };
    for (file, hidden) in judged {
        report.hidden += hidden;
        if !file.findings.is_empty() {
            report.files.push(file);
        }
    }
    report.files.sort_by(|a, b| a.path.cmp(&b.path));
    if found_none && errors.is_empty() && !args.no_errors_on_unmatched {
        let searched: Vec<String> = args.paths.iter().map(|path| path.display().to_string()).collect();
        errors.push(anyhow::anyhow!(
            "no state machine found in {}: definitions are named *.asl.json, *.asl.yaml or *.asl, or have StartAt and \
             States; templates are those of CloudFormation, SAM, Serverless and Terraform",
            searched.join(", ")
        ));
    }
    Ok((report, errors))
}

/// Tells documents what others say of them. Definitions that only a template leads to are read and added.
fn connect(documents: &mut Vec<Document>, reader: &Reader<'_>) {
    let mut around: HashMap<PathBuf, Vec<Host>> = HashMap::new();
    if documents.iter().any(Document::has_links) {
        let mut by_path: HashMap<PathBuf, usize> = HashMap::new();
        let paths = documents.iter().enumerate();
        by_path.extend(paths.filter_map(|(i, document)| Some((document.path.canonicalize().ok()?, i))));
        for from in 0..documents.len() {
            let path = documents[from].path.clone();
            let mut analyses = std::mem::take(&mut documents[from].analyses);
            let found = follow(&path, &mut analyses, |file, language| {
                if !by_path.contains_key(file) {
                    documents.push(reader.linked(file)?);
                    by_path.insert(file.to_owned(), documents.len() - 1);
                }
                let document = &mut documents[by_path[file]];
                reader.read_as(document, language);
                Some(document.holes())
            });
            documents[from].analyses = analyses;
            for (file, host) in found {
                around.entry(file).or_default().push(host);
            }
        }
    }
    let mut templates = Templates::default();
    for document in documents.iter_mut().filter(|document| document.is_definition()) {
        let known = document.path.canonicalize().ok().and_then(|path| around.remove(&path));
        let hosts = known.unwrap_or_else(|| templates.that_name(&document.path, &[]));
        reader.read_as(document, language(&hosts));
        surround(&mut document.analyses, hosts);
    }
}

/// Reads files as the command line and the configuration want it.
struct Reader<'a> {
    args: &'a Check,
    configs: Mutex<Configs>,
}

impl Reader<'_> {
    /// Reads a file that was named or found; nothing if it does not hold a state machine and need not.
    fn input(&self, input: &Input) -> Result<Option<Document>> {
        let bytes = files::read(&input.path)?;
        let language = Language::of(&input.path.to_string_lossy());
        if input.must_hold_state_machine && !files::may_hold_state_machine(&bytes, language) {
            return Ok(None);
        }
        let document = self.document(&input.path, bytes);
        let is_certain = !input.must_hold_state_machine
            && (matches!(language, Language::Json(_)) || files::is_definition_name(&input.path));
        Ok(Some(document).filter(|document| is_certain || document.holds_state_machine()))
    }

    /// Reads a file that another one names; nothing if that is not possible.
    fn linked(&self, path: &Path) -> Option<Document> {
        Some(self.document(&shown(path), files::read(path).ok()?))
    }

    /// The document that a file holds.
    fn document(&self, path: &Path, bytes: Vec<u8>) -> Document {
        let (text, not_utf8) = text::decode(bytes);
        let name = path.to_string_lossy().into_owned();
        let language = Language::of(&name);
        let config = self.config(path).unwrap_or_default();
        let analyses = Vec::new();
        let mut document =
            Document { path: path.to_owned(), name, text, not_utf8, language, analyses, config };
        self.analyze(&mut document);
        document
    }

    /// Reads a document once more, where the file that names it says that it is in another language.
    fn read_as(&self, document: &mut Document, language: Option<Language>) {
        if let Some(language) = language.filter(|&language| language != document.language) {
            document.language = language;
            self.analyze(document);
        }
    }

    fn analyze(&self, document: &mut Document) {
        let workflow = match self.args.workflow {
            Workflow::Standard => WorkflowType::Standard,
            Workflow::Express => WorkflowType::Express,
        };
        let Document { text, language, not_utf8, .. } = &*document;
        let source = Source { text, language: *language, workflow, not_utf8: not_utf8.clone() };
        document.analyses = analyze(source);
    }

    fn config(&self, path: &Path) -> Result<Arc<Config>> {
        if self.args.no_config {
            return Ok(Arc::default());
        }
        let path = std::path::absolute(path)?;
        let mut configs = self.configs.lock().expect("nobody panics with the lock");
        Ok(configs.of_folder(path.parent().unwrap_or(&path))?)
    }
}

impl Document {
    /// How many definitions the file holds.
    fn definitions(&self) -> usize {
        self.analyses.iter().filter(|analysis| is_definition(analysis)).count()
    }

    /// Whether the file is one definition and nothing else.
    fn is_definition(&self) -> bool {
        matches!(self.analyses.as_slice(), [one] if one.host().is_whole_file())
    }

    fn has_links(&self) -> bool {
        self.analyses.iter().any(|analysis| analysis.host().link.is_some())
    }

    /// The names of what a template has to fill in.
    fn holes(&self) -> Vec<String> {
        let analyses = self.analyses.iter();
        analyses.flat_map(|analysis| holes(analysis.tree())).map(|hole| hole.name).collect()
    }

    fn holds_state_machine(&self) -> bool {
        self.analyses.iter().any(|analysis| !analysis.host().is_whole_file() || analysis.is_definition())
    }

    /// Runs the rules. Comes back with the findings that are shown, and how many are not.
    fn judge(self, selection: &Selection) -> (FileReport, usize) {
        let config = &self.config;
        let mut findings = check_file(&self.analyses, selection.rules(config));
        findings.iter_mut().for_each(|finding| config.apply(finding));
        let all = findings.len();
        findings.retain(|finding| selection.shows(finding, config));
        let hidden = all - findings.len();
        let index = LineIndex::new(if findings.is_empty() { "" } else { &self.text });
        (FileReport { path: self.name, text: self.text, index, findings }, hidden)
    }
}

/// Whether an analysis is one of a definition, rather than of the rest of a template or of a link to another file.
fn is_definition(analysis: &Analysis) -> bool {
    analysis.host().is_whole_file() || analysis.tree().root().is_some()
}
