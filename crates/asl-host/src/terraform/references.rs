//! The resolution of references in Terraform expressions: files, and values elsewhere in the file.

use hcl_edit::expr::Expression;

use super::definition::{Definition, Search, Way};
use super::module::{Module, Name as Step, Place, names};
use super::paths::{self, Path};
use super::values::bare;
use crate::{Language, Link, LinkedPart, Tool};
use asl_syntax::{Dialect, YamlVersion};

impl<'p> Search<'p> {
    /// Adds the file with the definition. A condition may select one of several.
    pub(super) fn file(&mut self, place: Place<'p>, path: Place<'p>, way: &Way) {
        match bare(path.1) {
            Expression::Conditional(conditional) if self.may_go_on() => {
                self.file(place, (path.0, &conditional.true_expr), way);
                return self.file(place, (path.0, &conditional.false_expr), way);
            }
            Expression::Traversal(traversal) if self.may_go_on() => {
                let module: &'p Module = self.module;
                let found = module.locals(traversal);
                if !found.is_empty() {
                    return found.into_iter().for_each(|path| self.file(place, path, way));
                }
            }
            _ => {}
        }
        let Some(Path { path, span, is_guess }) = paths::path(self.module, path) else {
            return self.unknown(place);
        };
        let language = match (way.is_template, way.is_yaml) {
            (true, _) => Some(Language::Template { tool: Tool::Terraform, format: way.format() }),
            (false, true) => Some(Language::Yaml(YamlVersion::Unknown)),
            // Whatever the extension says, AWS gets the text unchanged.
            (false, false) => {
                matches!(Language::of(&path), Language::Yaml(_)).then_some(Language::Json(Dialect::Json))
            }
        };
        let part = LinkedPart { replaced: way.replaced.clone(), ..LinkedPart::default() };
        let link = Link { is_from_above: is_guess, language, part, ..Link::new(&path, span) };
        self.found.push(Definition::File { link, substitutions: way.substitutions.clone() });
    }

    /// Resolves a reference, and calls `look` with its value.
    pub(super) fn reference(
        &mut self,
        place: Place<'p>,
        way: &Way,
        look: fn(&mut Search<'p>, Place<'p>, &Way),
    ) {
        let module: &'p Module = self.module;
        let Expression::Traversal(traversal) = place.1 else { return self.unknown(place) };
        let Some((root, steps)) = names(traversal) else { return self.unknown(place) };
        // With `count` or `for_each`, an index or a key follows the name.
        let plain: Vec<&str> = steps
            .iter()
            .filter_map(|step| match step {
                Step::Plain(name) => Some(*name),
                Step::Unknown => None,
            })
            .collect();
        let attribute = |ident: &str, labels: &[&str], name: &str| {
            let (part, block) = module.block(ident, labels)?;
            Some((part, &block.body.get_attribute(name)?.value))
        };
        match (root, plain.as_slice()) {
            ("local", _) => self.each(place, &module.locals(traversal), way, look),
            // There is a state machine for each value of `for_each`.
            ("each", ["value", ..]) => {
                let map =
                    self.block.and_then(|(part, body)| Some((part, &body.get_attribute("for_each")?.value)));
                let path: Vec<Step<'_>> =
                    std::iter::once(Step::Unknown).chain(steps[1..].iter().copied()).collect();
                let found = map.map_or_else(Vec::new, |map| module.inside(map, &path));
                self.each(place, &found, way, look);
            }
            ("var", [name]) => match attribute("variable", &[name], "default") {
                Some(value) if only_text(value.1) => look(self, value, way),
                _ => self.unknown(place),
            },
            ("data", ["template_file", name, .., "rendered"]) => {
                let labels = ["template_file", name];
                let names = attribute("data", &labels, "vars");
                let block = module
                    .block("data", &labels)
                    .and_then(|(part, block)| paths::names_of_block(part, block));
                let substitutions = names.and_then(|names| paths::substitutions(module, names)).or(block);
                match attribute("data", &labels, "template") {
                    Some(text) => look(self, text, &Way { is_template: true, substitutions, ..way.clone() }),
                    None => self.unknown(place),
                }
            }
            ("data", ["local_file", name, .., "content"]) => {
                match attribute("data", &["local_file", name], "filename") {
                    Some(path) => self.file(place, path, way),
                    None => self.unknown(place),
                }
            }
            ("local_file", [name, .., "content"]) => {
                match attribute("resource", &["local_file", name], "content") {
                    Some(text) => look(self, text, way),
                    None => self.unknown(place),
                }
            }
            _ => self.unknown(place),
        }
    }

    /// Calls `look` with all values that a reference may have.
    fn each(
        &mut self,
        place: Place<'p>,
        values: &[Place<'p>],
        way: &Way,
        look: fn(&mut Search<'p>, Place<'p>, &Way),
    ) {
        match values {
            [] => self.unknown(place),
            [one] => look(self, *one, way),
            several => several.iter().for_each(|one| look(self, *one, &way.branch())),
        }
    }
}

fn only_text(value: &Expression) -> bool {
    matches!(bare(value), Expression::String(text) if !text.as_str().trim().is_empty())
        || matches!(bare(value), Expression::HeredocTemplate(_))
}
