//! The templates in a workspace, and what they say about a definition that is checked alone.

mod search;

use std::collections::{HashMap, HashSet};
use std::fs::Metadata;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use std::time::SystemTime;

use asl_core::host::{TemplateContext, embedded_definitions, embedded_definitions_for};
use asl_core::{Language, text};
use memchr::memmem;
use search::{search, search_near};

use crate::files;
use crate::links::{by_file, linked, named};
use crate::roots::{Roots, normal};

/// The maximum size in bytes of templates.
const MAX_TEMPLATE: u64 = 4 * 1024 * 1024;

/// The number of definitions of a workspace after which everything that its templates say is read at once, instead of
/// searching their texts for the name of each definition.
const FEW: usize = 8;

/// A cache of the templates in workspaces.
#[derive(Debug, Default)]
pub struct Templates {
    roots: Roots,
    /// The workspace of each folder.
    root_of: HashMap<PathBuf, PathBuf>,
    by_root: HashMap<PathBuf, Workspace>,
    /// The templates near each folder of workspaces that have more files than the maximum.
    by_folder: HashMap<PathBuf, Arc<TemplateList>>,
    /// What files that include others say, by the files that they lead to, for each workspace, or each folder of workspaces
    /// that have more files than the maximum.
    through_others: HashMap<PathBuf, HashMap<PathBuf, Vec<TemplateContext>>>,
    /// What included files say about their state machines, by path and by what the including file says about them.
    included: HashMap<(PathBuf, TemplateContext), Vec<TemplateContext>>,
    /// The templates of the previous cache, to be reused for files that have not changed.
    earlier: Earlier,
}

/// A file as it is in an editor.
#[derive(Debug, Clone, Copy)]
pub struct Open<'d> {
    /// The absolute path.
    pub path: &'d Path,
    /// The text in the editor.
    pub text: &'d str,
    /// The language of the file.
    pub language: Language,
    /// What the file says about its state machines.
    pub hosts: &'d [TemplateContext],
}

#[derive(Debug, Default)]
struct Workspace {
    list: Arc<TemplateList>,
    /// Whether the workspace has more files than the maximum.
    is_cut_off: bool,
    /// The number of definitions that have been looked up.
    looked_up: usize,
}

#[derive(Debug, Default)]
struct TemplateList {
    templates: Vec<Arc<Template>>,
    /// What the templates say, by the files that they lead to. Only used after more than a few definitions.
    by_file: OnceLock<ContextsByFile>,
}

type ContextsByFile = HashMap<PathBuf, Vec<(Arc<Template>, TemplateContext)>>;

#[derive(Debug)]
struct Template {
    path: PathBuf,
    stamp: Stamp,
    text: String,
    /// Whether the template may include files with state machines.
    includes_others: bool,
    /// What the template says about its state machines.
    hosts: OnceLock<Vec<TemplateContext>>,
}

type Earlier = HashMap<PathBuf, Arc<Template>>;

/// The modification time and the size of a file, to detect changes.
type Stamp = (Option<SystemTime>, u64);

impl Templates {
    /// Creates an empty cache.
    pub fn new(roots: Roots) -> Templates {
        Templates { roots, ..Templates::default() }
    }

    /// Returns a new cache for when files may have changed. It does not read unchanged files again.
    #[must_use]
    pub fn renewed(&self, roots: Roots) -> Templates {
        let mut earlier = HashMap::new();
        for template in self.all() {
            earlier.insert(template.path.clone(), Arc::clone(template));
        }
        // A cache that has not been used keeps the templates of the previous one.
        if self.by_root.is_empty() {
            earlier.extend(self.earlier.clone());
        }
        Templates { roots, earlier, ..Templates::default() }
    }

    /// Whether a template that has been read may include other files.
    pub fn include_files(&self) -> bool {
        self.all().any(|template| template.includes_others)
    }

    fn all(&self) -> impl Iterator<Item = &Arc<Template>> {
        let lists = self.by_root.values().map(|workspace| &workspace.list).chain(self.by_folder.values());
        lists.flat_map(|list| &list.templates)
    }

    /// Whether a template may refer to the files in the folder of a definition.
    pub fn may_name_files_beside(&mut self, definition: &Path) -> bool {
        let Ok(path) = std::path::absolute(definition).map(|path| normal(&path)) else { return false };
        let Some(folder) = path.parent().filter(|folder| self.roots.admit(folder)) else { return false };
        let root = self.root_of(folder);
        let Workspace { list, is_cut_off, .. } = self.workspace(&root);
        !list.templates.is_empty() || *is_cut_off && !self.near(folder, &root).templates.is_empty()
    }

    /// Returns what the templates in the workspace say about the definition at a path that they refer to, directly or through
    /// files that they include. For the files in `open`, the texts in the editor count.
    pub fn that_name(&mut self, definition: &Path, open: &[Open<'_>]) -> Vec<TemplateContext> {
        let Ok(path) = std::path::absolute(definition).map(|path| normal(&path)) else { return Vec::new() };
        let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else { return Vec::new() };
        if !self.roots.admit(folder) {
            return Vec::new();
        }
        let root = self.root_of(folder);
        let workspace = self.workspace(&root);
        workspace.looked_up += 1;
        let (uses_index, is_cut_off) = (workspace.looked_up > FEW, workspace.is_cut_off);
        let mut lists = vec![Arc::clone(&workspace.list)];
        if is_cut_off {
            lists.push(self.near(folder, &root));
        }
        let has_links = open.iter().any(|open| open.hosts.iter().any(|host| host.link.is_some()));
        if !has_links && lists.iter().all(|list| list.templates.is_empty()) {
            return Vec::new();
        }
        let Ok(real) = path.canonicalize() else { return Vec::new() };
        let closed = |template: &Arc<Template>| !open.iter().any(|open| open.path == template.path);
        let roots = self.roots.clone();
        let that_name_it = |path: &Path, contexts: &[TemplateContext]| {
            let names_it = |host: &&TemplateContext| {
                let link = host.link.as_ref().filter(|link| Path::new(&link.path).file_name() == Some(name));
                link.is_some_and(|link| link.part.is_whole_definition())
            };
            let found = contexts.iter().filter(names_it).filter_map(|host| linked(&roots, path, host));
            found.filter(|(file, _)| *file == real).map(|(_, host)| host).collect::<Vec<_>>()
        };
        let mut hosts: Vec<TemplateContext> =
            open.iter().flat_map(|open| that_name_it(open.path, open.hosts)).collect();
        let is_relevant =
            |template: &Arc<Template>| closed(template) && template.may_name(&path, real == path);
        for list in &lists {
            if uses_index {
                let contexts = list.contexts_of(&roots, &real).iter();
                let relevant = contexts.filter(|(template, _)| is_relevant(template));
                hosts.extend(relevant.map(|(_, host)| host.clone()));
            } else {
                let relevant = list.templates.iter().filter(|template| is_relevant(template));
                hosts.extend(relevant.flat_map(|template| that_name_it(&template.path, template.hosts())));
            }
        }
        let scope = if is_cut_off { folder } else { &root };
        hosts.extend(self.through_others(scope, &real, &lists, open));
        hosts
    }

    /// What Serverless services say about a file that they include, or that an included file refers to. `scope` is the folder
    /// that the lists of templates are about.
    fn through_others(
        &mut self,
        scope: &Path,
        definition: &Path,
        lists: &[Arc<TemplateList>],
        open: &[Open<'_>],
    ) -> Vec<TemplateContext> {
        if let Some(known) = self.through_others.get(scope).filter(|_| open.is_empty()) {
            return known.get(definition).cloned().unwrap_or_default();
        }
        let closed = |template: &&Arc<Template>| !open.iter().any(|open| open.path == template.path);
        let includes =
            |host: &&TemplateContext| host.link.as_ref().is_some_and(|link| !link.part.is_whole_definition());
        let including =
            |hosts: &[TemplateContext]| hosts.iter().filter(includes).cloned().collect::<Vec<_>>();
        let templates = lists.iter().flat_map(|list| &list.templates);
        let closed = templates.filter(closed).filter(|template| template.includes_others);
        let closed = closed.map(|template| (template.path.as_path(), including(template.hosts())));
        let opened = open.iter().map(|open| (open.path, including(open.hosts)));
        let documents: Vec<(&Path, Vec<TemplateContext>)> =
            closed.chain(opened).filter(|(_, hosts)| !hosts.is_empty()).collect();
        let documents = documents.iter().map(|(path, hosts)| (*path, hosts.as_slice()));
        let found = by_file(named(&self.roots.clone(), documents, |file, host| {
            match open.iter().find(|open| open.path == file) {
                Some(open) => hosts_for(open.text, open.language, host),
                None => {
                    let key = (file.to_owned(), host.clone());
                    self.included.entry(key).or_insert_with(|| read_for(file, host)).clone()
                }
            }
        }));
        let hosts = found.get(definition).cloned().unwrap_or_default();
        if open.is_empty() {
            self.through_others.insert(scope.to_owned(), found);
        }
        hosts
    }

    /// The workspace of a folder. It does not change while the cache is used.
    fn root_of(&mut self, folder: &Path) -> PathBuf {
        let roots = &self.roots;
        self.root_of.entry(folder.to_owned()).or_insert_with(|| roots.of(folder)).clone()
    }

    fn workspace(&mut self, root: &Path) -> &mut Workspace {
        let earlier = &self.earlier;
        self.by_root.entry(root.to_owned()).or_insert_with(|| search(root, earlier))
    }

    /// The templates near a folder that are not in the list of its workspace.
    fn near(&mut self, folder: &Path, root: &Path) -> Arc<TemplateList> {
        if let Some(known) = self.by_folder.get(folder) {
            return Arc::clone(known);
        }
        let workspace = Arc::clone(&self.workspace(root).list);
        let mut known: HashSet<&Path> =
            workspace.templates.iter().map(|template| template.path.as_path()).collect();
        let found = search_near(folder, root, &self.earlier);
        let is_new: Vec<bool> = found.iter().map(|template| known.insert(&template.path)).collect();
        let new = found.iter().zip(is_new).filter(|(_, is_new)| *is_new);
        let list = Arc::new(TemplateList::new(new.map(|(template, _)| Arc::clone(template)).collect()));
        self.by_folder.insert(folder.to_owned(), Arc::clone(&list));
        list
    }
}

impl TemplateList {
    fn new(templates: Vec<Arc<Template>>) -> TemplateList {
        TemplateList { templates, by_file: OnceLock::new() }
    }

    /// What all templates of the list say about a definition.
    fn contexts_of(&self, roots: &Roots, definition: &Path) -> &[(Arc<Template>, TemplateContext)] {
        let by_file = self.by_file.get_or_init(|| {
            let mut by_file = ContextsByFile::new();
            for template in &self.templates {
                let names_whole = |host: &&TemplateContext| {
                    host.link.as_ref().is_some_and(|link| link.part.is_whole_definition())
                };
                for host in template.hosts().iter().filter(names_whole) {
                    if let Some((file, host)) = linked(roots, &template.path, host) {
                        by_file.entry(file).or_default().push((Arc::clone(template), host));
                    }
                }
            }
            by_file
        });
        by_file.get(definition).map_or(&[], Vec::as_slice)
    }
}

impl Template {
    /// Reads a file that may be a template; `None` if it does not refer to definitions.
    fn read(path: &Path, data: &Metadata, earlier: &Earlier) -> Option<Arc<Template>> {
        if !data.is_file() || data.len() > MAX_TEMPLATE {
            return None;
        }
        let stamp = (data.modified().ok(), data.len());
        if let Some(same) = earlier.get(path).filter(|earlier| earlier.stamp == stamp) {
            return Some(Arc::clone(same));
        }
        let language = Language::of(&path.to_string_lossy());
        if matches!(language, Language::Markdown | Language::Template { .. }) {
            return None;
        }
        let bytes = files::read(path).ok()?;
        files::may_name_definition(&bytes, language).then(|| {
            let text = text::decode(bytes).0;
            let includes_others = text.contains("${file(");
            Arc::new(Template { path: path.to_owned(), stamp, text, includes_others, hosts: OnceLock::new() })
        })
    }

    fn hosts(&self) -> &[TemplateContext] {
        self.hosts.get_or_init(|| {
            let language = Language::of(&self.path.to_string_lossy());
            embedded_definitions(&self.text, language).into_iter().map(|region| region.host).collect()
        })
    }

    /// Whether the text contains the path of a definition relative to their common folder, or only its file name if symbolic
    /// links are involved.
    fn may_name(&self, definition: &Path, is_straight: bool) -> bool {
        let has = |path: &Path| {
            let path = path.to_string_lossy().replace('\\', "/");
            memmem::find(self.text.as_bytes(), path.as_bytes()).is_some()
        };
        let mut folders = self.path.ancestors().skip(1);
        let below = folders.find_map(|folder| definition.strip_prefix(folder).ok());
        let is_plain = is_straight && !self.text.contains("/./");
        match (below.filter(|_| is_plain), definition.file_name()) {
            (Some(below), _) => has(below),
            (None, Some(name)) => has(Path::new(name)),
            (None, None) => false,
        }
    }
}

/// What a file says about its state machines, given what the file that includes it says about it.
fn read_for(file: &Path, host: &TemplateContext) -> Vec<TemplateContext> {
    let Ok(bytes) = files::read(file) else { return Vec::new() };
    hosts_for(&text::decode(bytes).0, Language::of(&file.to_string_lossy()), host)
}

/// Returns what a text says about its state machines, given what the file that refers to it says about it.
pub fn hosts_for(text: &str, language: Language, host: &TemplateContext) -> Vec<TemplateContext> {
    embedded_definitions_for(text, language, host).into_iter().map(|region| region.host).collect()
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn no_template_outside_of_the_limits_is_read() {
        let root = std::env::temp_dir().join(format!("asl-workspace-limited-{}", std::process::id()));
        let inside = root.join("inside");
        fs::create_dir_all(&inside).expect("the folder is writable");
        fs::create_dir_all(root.join(".git")).expect("the folder is writable");
        let text = "Resources:\n  M: { Type: AWS::Serverless::StateMachine, Properties: { DefinitionUri: inside/a.asl.json } }\n";
        fs::write(root.join("template.yaml"), text).expect("the folder is writable");
        fs::write(inside.join("a.asl.json"), "{}").expect("the folder is writable");
        let read = |roots: Roots| {
            let mut templates = Templates::new(roots);
            let found = templates.that_name(&inside.join("a.asl.json"), &[]).len();
            (found, templates.all().count())
        };
        assert_eq!(read(Roots::default()), (1, 1));
        assert_eq!(read(Roots::only([root.clone()])), (1, 1));
        assert_eq!(read(Roots::only([inside.clone()])), (0, 0));
        assert_eq!(read(Roots::only([])), (0, 0));
        let mut templates = Templates::new(Roots::only([inside.clone()]));
        assert_eq!(templates.that_name(&root.join("b.asl.json"), &[]), []);
        assert!(templates.by_root.is_empty(), "the folder is not even searched");
        fs::remove_dir_all(&root).expect("the folder is writable");
    }

    #[test]
    fn many_definitions_are_found_as_few_are() {
        let root = std::env::temp_dir().join(format!("asl-workspace-many-{}", std::process::id()));
        fs::create_dir_all(root.join(".git")).expect("the folder is writable");
        let resource = |i: usize| {
            format!(
                "  M{i}: {{ Type: AWS::Serverless::StateMachine, Properties: {{ DefinitionUri: {i}.asl.json }} }}\n"
            )
        };
        let template = |range: std::ops::Range<usize>| {
            format!("Resources:\n{}", range.map(resource).collect::<String>())
        };
        let write =
            |file: &str, text: &str| fs::write(root.join(file), text).expect("the folder is writable");
        write("a.yaml", &template(0..2 * FEW));
        write("b.yaml", &template(0..FEW));
        (0..2 * FEW).for_each(|i| write(&format!("{i}.asl.json"), "{}"));
        let mut many = Templates::default();
        for i in 0..2 * FEW {
            let definition = root.join(format!("{i}.asl.json"));
            let found = many.that_name(&definition, &[]);
            assert_eq!(found.len(), if i < FEW { 2 } else { 1 });
            assert_eq!(found, Templates::default().that_name(&definition, &[]));
        }
        // In a workspace with too many files, the templates near the definitions are read.
        let mut near = Templates::default();
        let read =
            Template::read(&root.join("a.yaml"), &root.join("a.yaml").metadata().unwrap(), &near.earlier);
        let list = Arc::new(TemplateList::new(read.into_iter().collect()));
        near.by_root.insert(root.clone(), Workspace { list, is_cut_off: true, looked_up: 0 });
        for i in 0..2 * FEW {
            let found = near.that_name(&root.join(format!("{i}.asl.json")), &[]);
            assert_eq!(found.len(), if i < FEW { 2 } else { 1 }, "{i}");
        }
        // After that, everything is known, and what is open in the editor still counts.
        let (open, definition) = (root.join("a.yaml"), root.join("0.asl.json"));
        let open = Open { path: &open, text: "", language: Language::of("a.yaml"), hosts: &[] };
        assert_eq!(many.that_name(&definition, &[open]).len(), 1);
        fs::remove_dir_all(&root).expect("it can be removed");
    }

    #[test]
    fn near_templates_are_found_in_large_workspaces() {
        let root = std::env::temp_dir().join(format!("asl-workspace-near-{}", std::process::id()));
        for file in
            ["a/template.yaml", "a/b/c/d.asl.json", "a/b/x/template.json", "y/template.yaml", "y/z.md"]
        {
            let file = root.join(file);
            fs::create_dir_all(file.parent().expect("it has a folder")).expect("the folder is writable");
            fs::write(file, "AWS::Serverless::StateMachine").expect("the folder is writable");
        }
        let found = search_near(&root.join("a/b/c"), &root, &Earlier::new());
        let mut found: Vec<_> =
            found.iter().map(|template| template.path.strip_prefix(&root).unwrap()).collect();
        found.dedup();
        assert_eq!(found[0], Path::new("a/template.yaml"));
        assert!(found.contains(&Path::new("a/b/x/template.json")));
        assert!(found.contains(&Path::new("y/template.yaml")));
        assert!(!found.contains(&Path::new("y/z.md")));
        let all = search(&root, &Earlier::new());
        assert_eq!((all.list.templates.len(), all.is_cut_off), (3, false));
        fs::remove_dir_all(&root).expect("it can be removed");
    }
}
