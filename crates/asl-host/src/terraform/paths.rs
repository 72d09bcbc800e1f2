//! The files that Terraform expressions refer to, and the variables of templates.

use hcl_edit::expr::{Expression, FuncCall};
use hcl_edit::structure::{Attribute, Block};
use hcl_edit::template::Element;

use super::Part;
use super::module::{Module, Name as Step, Place, is_call, names};
use super::values::{bare, key_name, literal};
use crate::Name;
use asl_syntax::text::Span;

/// The maximum number of expressions that a path is evaluated from.
const MAX_STEPS: usize = 32;

/// The path of a file, relative to the folder of the file that refers to it.
pub(super) struct Path {
    pub path: String,
    pub span: Span,
    /// Whether it may be relative to another folder, which only Terraform knows.
    pub is_guess: bool,
}

/// Evaluates an expression to a path. The folder of the module is the folder of the file.
pub(super) fn path(module: &Module, place: Place<'_>) -> Option<Path> {
    let span = place.0.span(place.1)?;
    let mut reader = Reader { module, steps: 0, is_of_module: false };
    let path = reader.text(place)?;
    let path = path.trim_start_matches("./").to_owned();
    // Otherwise, it is relative to the folder that Terraform is run in.
    let is_guess = !reader.is_of_module;
    (!path.is_empty()).then_some(Path { path, span, is_guess })
}

struct Reader<'m> {
    module: &'m Module,
    steps: usize,
    /// Whether the path begins with the folder of the module.
    is_of_module: bool,
}

impl Reader<'_> {
    /// Evaluates an expression to a string, if its value is known.
    fn text(&mut self, (part, expression): Place<'_>) -> Option<String> {
        self.steps += 1;
        let expression = bare(expression);
        match expression {
            _ if self.steps > MAX_STEPS => None,
            Expression::String(_) => literal(part, expression).map(|(text, _)| text),
            Expression::StringTemplate(template) => {
                let piece = |element: &Element| match element {
                    Element::Literal(text) => Some(text.value().clone()),
                    Element::Interpolation(inner) => self.text((part, &inner.expr)),
                    Element::Directive(_) => None,
                };
                template.iter().map(piece).collect()
            }
            Expression::Traversal(traversal) => match names(traversal)? {
                ("path", steps) => {
                    self.is_of_module |= steps == [Step::Plain("module")];
                    Some(".".to_owned())
                }
                _ => match self.module.locals(traversal).as_slice() {
                    [one] => self.text(*one),
                    _ => None,
                },
            },
            Expression::FuncCall(call) => self.call(part, call),
            _ => None,
        }
    }

    fn call(&mut self, part: &Part, call: &FuncCall) -> Option<String> {
        let mut arguments = call.args.iter().map(|argument| (part, argument));
        if is_call(call, &["abspath", "pathexpand", "trimspace"]) {
            return self.text(arguments.next()?);
        }
        if is_call(call, &["format"]) {
            let mut path = self.text(arguments.next()?)?;
            for argument in arguments {
                path = path.replacen("%s", &self.text(argument)?, 1);
            }
            return (!path.contains('%')).then_some(path);
        }
        let (separator, Expression::Array(parts)) = (arguments.next()?, bare(arguments.next()?.1)) else {
            return None;
        };
        let separator = self.text(separator).filter(|_| is_call(call, &["join"]))?;
        let parts: Option<Vec<String>> = parts.iter().map(|part_of| self.text((part, part_of))).collect();
        Some(parts?.join(&separator))
    }
}

/// Returns the names of the variables of a template, or `None` if they are not all literal.
pub(super) fn substitutions(module: &Module, (part, names): Place<'_>) -> Option<Vec<Name>> {
    match bare(names) {
        Expression::Object(names) => names.iter().map(|(key, _)| key_name(part, key)).collect(),
        Expression::FuncCall(call) if is_call(call, &["merge"]) && !call.args.expand_final() => {
            let names = call.args.iter().map(|names| match bare(names) {
                Expression::FuncCall(_) => None,
                names => substitutions(module, (part, names)),
            });
            Some(names.collect::<Option<Vec<Vec<Name>>>>()?.concat())
        }
        Expression::Traversal(traversal) => match module.locals(traversal).as_slice() {
            [(part, names)] => match bare(names) {
                Expression::Object(names) => names.iter().map(|(key, _)| key_name(part, key)).collect(),
                _ => None,
            },
            _ => None,
        },
        _ => None,
    }
}

/// Returns the names of the variables in a block `vars`, which is the old syntax.
pub(super) fn names_of_block(part: &Part, data: &Block) -> Option<Vec<Name>> {
    let vars = data.body.get_blocks("vars").next()?;
    let name = |attribute: &Attribute| {
        let span = part.span(&attribute.key)?;
        Some(Name { value: attribute.key.as_str().to_owned(), span })
    };
    vars.body.attributes().map(name).collect()
}
