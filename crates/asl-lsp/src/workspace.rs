//! What all requests share: the open documents, the files around them, what the client can do.

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use asl_core::config::Level;
use asl_core::fix::{Fixed, fix_all};
use asl_core::host::Host;
use asl_core::text::{self, Encoding};
use asl_core::{Analysis, Diagnostic, Language, RULES, Source, analyze, check_file};
use asl_workspace::files;
use dashmap::DashMap;
use tower_lsp::Client;
use tower_lsp::ls_types::{ClientCapabilities, InitializeParams, MarkupKind, PositionEncodingKind, Uri};

use crate::configs::Configuration;
use crate::convert::View;
use crate::documents::{Document, Documents, Meaning};
use crate::ties::Disk;
use crate::tokens::SentTokens;

pub(crate) struct State {
    pub client: Client,
    pub documents: Documents,
    pub tokens: SentTokens,
    pub told: Told,
    client_info: OnceLock<ClientInfo>,
    folders: Mutex<Vec<PathBuf>>,
    configuration: Mutex<Configuration>,
    disk: Disk,
    /// The files of the workspace that hold state machines, as they are on the disk.
    files: Mutex<Option<Vec<Arc<Document>>>>,
    /// Counts the changes of files that are not open: what was found before one is out of date.
    epoch: AtomicU64,
    is_shut_down: AtomicBool,
}

/// What others said of the documents when the client was last told of them.
#[derive(Debug, Default)]
pub(crate) struct Told {
    pub findings: DashMap<Uri, u64>,
    pub hints: DashMap<Uri, u64>,
}

impl Told {
    pub(crate) fn forget(&self, uri: &Uri) {
        self.findings.remove(uri);
        self.hints.remove(uri);
    }
}

/// What the client can do.
#[derive(Debug, Clone, Default)]
pub(crate) struct ClientInfo {
    pub encoding: Encoding,
    /// It asks for diagnostics, and need not be sent them.
    pub pulls_diagnostics: bool,
    pub refreshes_diagnostics: bool,
    /// It tells of changed files when it is asked to.
    pub watches_files: bool,
    pub has_progress: bool,
    /// It gives its settings when it is asked.
    pub gives_settings: bool,
    /// It tells of changed settings when it is asked to.
    pub watches_settings: bool,
    /// It takes code actions, not only commands.
    pub takes_actions: bool,
    /// It fills in the places of snippets.
    pub has_snippets: bool,
    /// It asks again for inlay hints when it is told to.
    pub refreshes_hints: bool,
    /// It shows Markdown in hovers.
    pub shows_markdown: bool,
}

impl ClientInfo {
    fn new(capabilities: &ClientCapabilities) -> ClientInfo {
        let workspace = capabilities.workspace.as_ref();
        let encodings = capabilities.general.as_ref().and_then(|general| general.position_encodings.as_ref());
        let encodings = encodings.map(Vec::as_slice).unwrap_or_default();
        let text = capabilities.text_document.as_ref();
        let hover = text.and_then(|text| text.hover.as_ref()?.content_format.as_ref());
        ClientInfo {
            refreshes_hints: workspace
                .and_then(|workspace| workspace.inlay_hint.as_ref()?.refresh_support)
                .unwrap_or_default(),
            shows_markdown: hover.is_none_or(|formats| formats.contains(&MarkupKind::Markdown)),
            encoding: match encodings {
                offered if offered.contains(&PositionEncodingKind::UTF8) => Encoding::Utf8,
                offered if offered.contains(&PositionEncodingKind::UTF16) => Encoding::Utf16,
                offered if offered.contains(&PositionEncodingKind::UTF32) => Encoding::Utf32,
                _ => Encoding::Utf16,
            },
            pulls_diagnostics: text.is_some_and(|text| text.diagnostic.is_some()),
            refreshes_diagnostics: workspace
                .and_then(|workspace| workspace.diagnostics.as_ref()?.refresh_support)
                .unwrap_or_default(),
            watches_files: workspace
                .and_then(|workspace| workspace.did_change_watched_files?.dynamic_registration)
                .unwrap_or_default(),
            gives_settings: workspace.and_then(|workspace| workspace.configuration).unwrap_or_default(),
            watches_settings: workspace
                .and_then(|workspace| workspace.did_change_configuration?.dynamic_registration)
                .unwrap_or_default(),
            has_progress: capabilities
                .window
                .as_ref()
                .and_then(|window| window.work_done_progress)
                .unwrap_or_default(),
            takes_actions: text
                .and_then(|text| text.code_action.as_ref())
                .is_some_and(|action| action.code_action_literal_support.is_some()),
            has_snippets: text
                .and_then(|text| text.completion.as_ref()?.completion_item.as_ref()?.snippet_support)
                .unwrap_or_default(),
        }
    }
}

impl State {
    pub(crate) fn new(client: Client) -> State {
        State {
            client,
            documents: Documents::default(),
            tokens: SentTokens::default(),
            told: Told::default(),
            client_info: OnceLock::new(),
            folders: Mutex::default(),
            configuration: Mutex::default(),
            disk: Disk::default(),
            files: Mutex::default(),
            epoch: AtomicU64::new(0),
            is_shut_down: AtomicBool::new(false),
        }
    }

    pub(crate) fn initialize(&self, params: &InitializeParams) -> &ClientInfo {
        let folders = params.workspace_folders.iter().flatten().map(|folder| &folder.uri);
        #[expect(deprecated, reason = "older clients give nothing else")]
        let root = params.root_uri.iter().filter(|_| params.workspace_folders.is_none());
        self.change_folders(folders.chain(root), &[]);
        params.initialization_options.iter().for_each(|settings| self.set_settings(settings));
        self.client_info.get_or_init(|| ClientInfo::new(&params.capabilities))
    }

    pub(crate) fn client_info(&self) -> ClientInfo {
        self.client_info.get().cloned().unwrap_or_default()
    }

    pub(crate) fn shut_down(&self) {
        self.is_shut_down.store(true, Ordering::SeqCst);
    }

    pub(crate) fn is_shut_down(&self) -> bool {
        self.is_shut_down.load(Ordering::SeqCst)
    }

    pub(crate) fn folders(&self) -> Vec<PathBuf> {
        lock(&self.folders).clone()
    }

    pub(crate) fn change_folders<'u>(&self, added: impl Iterator<Item = &'u Uri>, removed: &[Uri]) {
        let path = |uri: &Uri| uri.to_file_path().map(|path| path.into_owned());
        let removed: Vec<PathBuf> = removed.iter().filter_map(path).collect();
        let mut folders = lock(&self.folders);
        folders.retain(|folder| !removed.contains(folder));
        folders.extend(added.filter_map(path));
        *lock(&self.files) = None;
    }

    /// Forgets what was read of files that are not open, and what followed from it.
    pub(crate) fn files_changed(&self) {
        let folders = self.folders();
        self.with_configuration(|configuration| configuration.renew(&folders));
        self.disk.forget();
        *lock(&self.files) = None;
        self.epoch.fetch_add(1, Ordering::SeqCst);
        self.documents.renew();
    }

    pub(crate) fn view<'d>(&self, document: &'d Document) -> View<'d> {
        View { document, encoding: self.client_info().encoding }
    }

    pub(crate) fn with_configuration<T>(&self, answer: impl FnOnce(&mut Configuration) -> T) -> T {
        answer(&mut lock(&self.configuration))
    }

    /// Changes when findings of the document may.
    pub(crate) fn result_id(&self, document: &Document) -> String {
        let mut hasher = DefaultHasher::new();
        document.text().hash(&mut hasher);
        self.meaning(document).ties.hash(&mut hasher);
        format!("{}-{:x}", self.epoch.load(Ordering::SeqCst), hasher.finish())
    }

    /// What a document means; nothing for one that holds no state machine.
    pub(crate) fn analyses<'d>(&self, document: &'d Document) -> &'d [Analysis] {
        &self.meaning(document).analyses
    }

    pub(crate) fn meaning<'d>(&self, document: &'d Document) -> &'d Meaning {
        document.meaning(|document| {
            let name = document.uri.as_str();
            let source = Source { language: document.language, ..Source::new(document.text(), name) };
            let mut analyses = analyze(source);
            document.said_in(&analyses);
            let revision = self.documents.revision();
            let ties = self.disk.ties(&self.documents, document);
            let number = ties.number();
            ties.tell(document, &mut analyses);
            let is_meant = document.is_definition || analyses.iter().any(is_state_machine);
            let analyses = if is_meant { analyses } else { Vec::new() };
            Meaning { analyses, ties: number, checked: revision.into() }
        })
    }

    /// Stands for what others say of a document now.
    pub(crate) fn ties(&self, document: &Document) -> u64 {
        let revision = self.documents.revision();
        let known = document.known_meaning();
        if let Some(meaning) = known.filter(|known| known.checked.load(Ordering::SeqCst) == revision) {
            return meaning.ties;
        }
        let now = self.disk.ties(&self.documents, document).number();
        if let Some(meaning) = known.filter(|known| known.ties == now) {
            meaning.checked.store(revision, Ordering::SeqCst);
        }
        now
    }

    /// The same version of a document, with a meaning that goes with what others say of it now.
    pub(crate) fn fresh(&self, document: Arc<Document>) -> Arc<Document> {
        match document.known_meaning() {
            Some(meaning) if meaning.ties != self.ties(&document) => {}
            _ => return document,
        }
        let renewed = Arc::new(document.renewed());
        self.documents.replace(&document, &renewed);
        renewed
    }

    /// What templates say of a definition.
    pub(crate) fn around(&self, definition: &Path) -> Vec<Host> {
        self.disk.around(&self.documents, definition)
    }

    /// A file as it is in the editor, or else on the disk.
    pub(crate) fn document(&self, path: &Path) -> Option<Arc<Document>> {
        let uri = Uri::from_file_path(path)?;
        let read = || {
            let (text, _) = text::decode(files::read(path).ok()?);
            Some(Arc::new(Document::new(uri.clone(), 0, "", &text)))
        };
        self.documents.get(&uri).map(|document| self.fresh(document)).or_else(read)
    }

    /// What the rules find in a document, by the configuration for its folder.
    pub(crate) fn findings(&self, document: &Document) -> Vec<Diagnostic> {
        let analyses = self.analyses(document);
        let config = self.config(document);
        let mut findings = check_file(analyses, RULES.iter().copied().filter(|rule| config.is_on(rule)));
        findings.iter_mut().for_each(|finding| config.apply(finding));
        findings.retain(|finding| config.level(finding.rule) != Some(Level::Off));
        findings
    }

    /// The document with all safe fixes made.
    pub(crate) fn fix_all(&self, document: &Document) -> Fixed {
        fix_all(document.text(), |text| self.findings(&document.with_text(text)))
    }

    /// The documents of the workspace that hold state machines, those that are open as they are in the editor.
    pub(crate) fn scan(&self) -> Vec<Arc<Document>> {
        let mut files = lock(&self.files);
        let on_disk = files.get_or_insert_with(|| self.read_files());
        let is_closed = |document: &&mut Arc<Document>| self.documents.get(&document.uri).is_none();
        let closed = on_disk.iter_mut().filter(is_closed).map(|document| {
            *document = self.fresh(Arc::clone(document));
            Arc::clone(document)
        });
        let open = self.documents.all().into_iter().map(|document| self.fresh(document));
        closed.chain(open).collect()
    }

    fn read_files(&self) -> Vec<Arc<Document>> {
        let (inputs, _) = files::find(&self.folders());
        let document = |input: files::Input| {
            let uri = Uri::from_file_path(&input.path)?;
            let bytes = files::read(&input.path).ok()?;
            let is_ours = !input.must_hold_state_machine
                || files::may_hold_state_machine(&bytes, Language::of(uri.as_str()));
            let document = is_ours.then(|| Document::new(uri, 0, "", &text::decode(bytes).0))?;
            (!self.analyses(&document).is_empty()).then(|| Arc::new(document))
        };
        inputs.into_iter().filter_map(document).collect()
    }
}

fn is_state_machine(analysis: &Analysis) -> bool {
    !analysis.host().is_whole_file() || analysis.is_definition()
}

/// A lock; what it holds is right even if somebody panicked with it.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
