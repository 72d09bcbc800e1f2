//! The language reference: a page for each type of state, and one for each other part of the language.

use std::fmt::Write;

use asl_core::catalog::errors;
use asl_core::catalog::functions::functions;
use asl_core::catalog::intrinsics::INTRINSICS;
use asl_core::catalog::{
    self, Available, CONTEXT, FieldInfo, ObjectKind, QueryLanguage, StateKind, Value, states_member_docs,
    value_docs,
};

use crate::functions::Signature;
use crate::hover::{code, facts};

/// A page of the language reference.
pub struct Page {
    /// The name, in kebab case.
    pub name: &'static str,
    /// The title.
    pub title: &'static str,
    /// What the page is about: one sentence; empty for a type of state, whose documentation says it.
    about: &'static str,
    text: fn(&Page) -> String,
}

impl Page {
    /// Returns what the page is about: one sentence.
    pub fn summary(&self) -> &'static str {
        value_docs("Type", self.title).unwrap_or(self.about)
    }

    /// Returns the text, as Markdown.
    pub fn text(&self) -> String {
        format!("# {}\n\n{}\n{}", self.title, self.summary(), (self.text)(self))
    }
}

/// All pages.
pub static PAGES: &[Page] = &[
    Page {
        name: "state-machine",
        title: "State machine",
        about: "The fields of a definition, and of the machines inside it.",
        text: machines,
    },
    state("task", "Task"),
    state("wait", "Wait"),
    state("pass", "Pass"),
    state("succeed", "Succeed"),
    state("fail", "Fail"),
    state("choice", "Choice"),
    state("parallel", "Parallel"),
    state("map", "Map"),
    Page {
        name: "error-handling",
        title: "Error handling",
        about: "The fields of `Retry` and `Catch`, and the error names of Step Functions.",
        text: error_handling,
    },
    Page {
        name: "choice-rules",
        title: "Choice rules",
        about: "The fields of the items of `Choices`.",
        text: choice_rules,
    },
    Page {
        name: "map-options",
        title: "Options of a Map",
        about: "The objects that configure where a Map reads items, how it batches them, and where it writes results.",
        text: map_options,
    },
    Page {
        name: "jsonata",
        title: "JSONata",
        about: "The functions and the members of `$states` in the expressions of JSONata states.",
        text: jsonata,
    },
    Page {
        name: "intrinsic-functions",
        title: "Intrinsic functions",
        about: "The functions of JSONPath states, in keys that end in `.$`.",
        text: intrinsics,
    },
    Page {
        name: "context-object",
        title: "Context object",
        about: "The members of `$$` in JSONPath and of `$states.context` in JSONata.",
        text: context,
    },
];

const fn state(name: &'static str, title: &'static str) -> Page {
    Page { name, title, about: "", text: fields_of_state }
}

fn fields_of_state(page: &Page) -> String {
    fields(StateKind::from_name(page.title).expect("the title is a type").place())
}

fn machines(_: &Page) -> String {
    sections(&[
        ObjectKind::Machine,
        ObjectKind::Branch,
        ObjectKind::ItemProcessor,
        ObjectKind::ProcessorConfig,
    ])
}

fn error_handling(_: &Page) -> String {
    let mut out = sections(&[ObjectKind::Retrier, ObjectKind::Catcher]);
    out.push_str("\n## Error names\n\n");
    for name in errors::KNOWN {
        let meaning = errors::meaning(name).map(|meaning| format!(": {meaning}")).unwrap_or_default();
        push(&mut out, &format!("- {}{meaning}\n", code(name)));
    }
    out
}

fn choice_rules(_: &Page) -> String {
    sections(&[ObjectKind::ChoiceRule, ObjectKind::NestedRule])
}

fn map_options(_: &Page) -> String {
    sections(&[
        ObjectKind::ItemReader,
        ObjectKind::ReaderConfig,
        ObjectKind::ItemBatcher,
        ObjectKind::ResultWriter,
        ObjectKind::WriterConfig,
    ])
}

fn jsonata(_: &Page) -> String {
    let mut out = "\n## Members of `$states`\n\n".to_owned();
    for name in ["input", "result", "errorOutput", "context"] {
        let docs = states_member_docs(name).unwrap_or_default();
        push(&mut out, &format!("- `$states.{name}`: {docs}\n"));
    }
    out.push_str("\n## Functions\n\n");
    functions().for_each(|function| push_signature(&mut out, Signature::jsonata(function.name)));
    out
}

fn intrinsics(_: &Page) -> String {
    let mut out = "\n".to_owned();
    INTRINSICS.iter().for_each(|function| push_signature(&mut out, Signature::intrinsic(function.name)));
    out
}

fn push_signature(out: &mut String, signature: Option<Signature>) {
    if let Some(Signature { label, docs, .. }) = signature {
        push(out, &format!("- `{label}`: {docs}\n"));
    }
}

fn context(_: &Page) -> String {
    let mut out = "\n".to_owned();
    for field in CONTEXT {
        let available = match field.available {
            Available::Always => "",
            Available::Callback => " Only in a Task that waits for a task token.",
            Available::Iteration => " Only in the `ItemSelector` of a Map.",
        };
        push(&mut out, &format!("- `{}`: {}{available}\n", field.path.join("."), field.docs));
    }
    out
}

/// The fields of several kinds of objects, under a heading for each.
fn sections(kinds: &[ObjectKind]) -> String {
    let section = |kind: &ObjectKind| {
        let name = kind.name();
        let (first, rest) = name.split_at(1);
        format!("\n## {}{rest}\n{}", first.to_uppercase(), fields(*kind))
    };
    kinds.iter().map(section).collect()
}

/// The fields of an object in both query languages, with their facts.
fn fields(kind: ObjectKind) -> String {
    let mut known: Vec<&FieldInfo> = catalog::fields(kind, QueryLanguage::Jsonata).collect();
    known.extend(
        catalog::fields(kind, QueryLanguage::JsonPath)
            .filter(|field| field.language == Some(QueryLanguage::JsonPath)),
    );
    let mut out = "\n".to_owned();
    for field in known {
        push(&mut out, &format!("- {}: {}\n", code(field.name), field.docs));
        for fact in facts(field, kind) {
            push(&mut out, &format!("  - {fact}\n"));
        }
        let Value::OneOf(words) = field.value else { continue };
        for word in words {
            if let Some(docs) = value_docs(field.name, word).filter(|_| field.name != "Type") {
                push(&mut out, &format!("  - {}: {docs}\n", code(word)));
            }
        }
    }
    out
}

fn push(out: &mut String, text: &str) {
    out.write_str(text).expect("writing to a string does not fail");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(name: &str) -> String {
        PAGES.iter().find(|page| page.name == name).map(Page::text).expect("it is a page")
    }

    #[test]
    fn every_type_of_state_has_a_page_with_its_fields() {
        for kind in StateKind::ALL {
            let text = text(&kind.name().to_lowercase());
            for field in catalog::fields(kind.place(), QueryLanguage::JsonPath) {
                assert!(text.contains(&format!("\n- `{}`: {}", field.name, field.docs)), "{text}");
            }
        }
        assert!(text("wait").contains("\n  - Takes an integer from 0 to 99999999"), "{}", text("wait"));
    }

    #[test]
    fn every_function_error_and_context_field_is_on_a_page() {
        let all: String = PAGES.iter().map(Page::text).collect();
        let functions = functions().map(|function| format!("- `${}(", function.name));
        let intrinsics = INTRINSICS.iter().map(|function| format!("- `{}(", function.name));
        let errors = errors::KNOWN.iter().map(|name| format!("- `{name}`"));
        let context = CONTEXT.iter().map(|field| format!("- `{}`: {}", field.path.join("."), field.docs));
        for part in functions.chain(intrinsics).chain(errors).chain(context) {
            assert!(all.contains(&part), "{part}");
        }
        for page in PAGES {
            assert!(page.summary().ends_with('.') && page.text().lines().count() > 8, "{}", page.name);
        }
    }
}
