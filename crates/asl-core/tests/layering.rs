//! Dependencies inside the crate point one way: no module uses one above it, in whatever form it refers to it.

#![expect(clippy::unwrap_used, reason = "a test may fail anywhere")]

use std::collections::{BTreeSet, HashMap};
use std::fs;
use std::path::{Path, PathBuf};

use syn::visit::{self, Visit};
use syn::{Attribute, File, Item, ItemMod, ItemUse, Meta, UseTree};

/// The modules from the bottom to the top. A module may use those before it, and itself.
const LAYERS: &[&str] = &[
    "visible",
    "brief",
    "effort",
    "fuzzy",
    "name",
    "catalog",
    "model",
    "expr",
    "semantic",
    "suppress",
    "edit",
    "metadata",
    "options",
    "diagnostic",
    "rules",
    "incremental",
    "config",
    "file",
    "fix",
];

/// The names that a file uses from the root of the crate, outside tests.
#[derive(Default)]
struct Uses(BTreeSet<String>);

impl Uses {
    fn of(file: &File) -> BTreeSet<String> {
        let mut uses = Uses::default();
        uses.visit_file(file);
        uses.0
    }

    fn add(&mut self, tree: &UseTree) {
        match tree {
            UseTree::Path(path) => _ = self.0.insert(path.ident.to_string()),
            UseTree::Name(name) => _ = self.0.insert(name.ident.to_string()),
            UseTree::Rename(name) => _ = self.0.insert(name.ident.to_string()),
            UseTree::Group(group) => group.items.iter().for_each(|tree| self.add(tree)),
            UseTree::Glob(_) => {}
        }
    }
}

impl<'a> Visit<'a> for Uses {
    fn visit_item(&mut self, item: &'a Item) {
        let attributes = match item {
            Item::Mod(ItemMod { attrs, .. }) | Item::Use(ItemUse { attrs, .. }) => attrs.as_slice(),
            Item::Fn(function) => &function.attrs,
            _ => &[],
        };
        if !attributes.iter().any(is_for_tests) {
            visit::visit_item(self, item);
        }
    }

    fn visit_item_use(&mut self, item: &'a ItemUse) {
        if let UseTree::Path(path) = &item.tree
            && path.ident == "crate"
        {
            self.add(&path.tree);
        }
    }

    fn visit_path(&mut self, path: &'a syn::Path) {
        let mut segments = path.segments.iter();
        if segments.next().is_some_and(|first| first.ident == "crate") {
            self.0.extend(segments.next().map(|second| second.ident.to_string()));
        }
        visit::visit_path(self, path);
    }
}

/// Whether an item exists only in tests: `#[cfg(test)]`, `#[cfg(any(test, ...))]`.
fn is_for_tests(attribute: &Attribute) -> bool {
    let Meta::List(list) = &attribute.meta else { return false };
    let tokens = list.tokens.to_string();
    list.path.is_ident("cfg") && tokens.split(|c: char| !c.is_alphanumeric()).any(|word| word == "test")
}

/// The module that each name at the root of the crate comes from.
fn exported(root: &File) -> HashMap<String, String> {
    let mut found = HashMap::new();
    for item in &root.items {
        if let Item::Use(ItemUse { tree: UseTree::Path(path), .. }) = item {
            let mut names = Uses::default();
            names.add(&path.tree);
            found.extend(names.0.into_iter().map(|name| (name, path.ident.to_string())));
        }
    }
    found
}

/// The modules above a module among those that it uses.
fn upward<'u>(module: &str, uses: impl IntoIterator<Item = &'u str>) -> Vec<&'u str> {
    let level = |module: &str| LAYERS.iter().position(|layer| *layer == module);
    let own = level(module).unwrap_or_else(|| panic!("`{module}` is missing in LAYERS"));
    let is_above = |used: &&str| level(used).is_some_and(|layer| layer > own);
    uses.into_iter().filter(is_above).collect()
}

#[test]
fn modules_use_only_those_below_them() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let parse = |path: &Path| syn::parse_file(&fs::read_to_string(path).unwrap()).unwrap();
    let exported = exported(&parse(&src.join("lib.rs")));
    let mut files = Vec::new();
    collect(&src, &mut files);
    let mut found = Vec::new();
    for file in files {
        let module = file.strip_prefix(&src).unwrap().components().next().unwrap();
        let module = module.as_os_str().to_string_lossy().trim_end_matches(".rs").to_owned();
        let is_test = file.components().any(|part| part.as_os_str().to_string_lossy().starts_with("tests"));
        if is_test || ["lib", "testing"].contains(&module.as_str()) {
            continue;
        }
        let uses = Uses::of(&parse(&file));
        let modules = uses.iter().map(|name| exported.get(name).unwrap_or(name).as_str());
        found
            .extend(upward(&module, modules).iter().map(|used| format!("{}: uses `{used}`", file.display())));
    }
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn an_upward_use_is_seen_in_every_form() {
    for code in [
        "use crate::rules::Rule;",
        "use crate::{edit::Edit, rules};",
        "use crate::{edit::Edit, rules as r};",
        "fn f() { crate::rules::f() }",
        "struct S(Vec<crate::rules::Rule>);",
        "#[cfg(unix)] mod m { use crate::rules::Rule; }",
        "#[cfg(test)] mod tests {} fn f() { use crate::rules::Rule; }",
    ] {
        let uses = Uses::of(&syn::parse_file(code).unwrap());
        assert_eq!(upward("catalog", uses.iter().map(String::as_str)).last(), Some(&"rules"), "{code}");
    }
    let tests = "#[cfg(test)] mod tests { use crate::rules::Rule; } #[cfg(any(test, x))] use crate::rules;";
    assert!(Uses::of(&syn::parse_file(tests).unwrap()).is_empty());
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}
