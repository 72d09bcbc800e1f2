//! Edits of definitions that are Terraform expressions.

use super::{Edit, quoted};
use crate::syntax::{Text, Tree};

/// Converts JSON to Terraform: JSON objects are Terraform objects too, and the template markers in strings are escaped.
pub(super) fn value(json: &str) -> String {
    json.replace("${", "$${").replace("%{", "%%{")
}

/// Replaces a string or a key. A key without quotes gets them only if the new key needs them.
pub(super) fn replace_text(tree: &Tree, text: Text<'_>, new: &str) -> Edit {
    let is_quoted = tree.text()[text.span.range()].starts_with('"');
    Edit { span: text.span, text: key(new, is_quoted) }
}

pub(super) fn key(name: &str, is_quoted: bool) -> String {
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    let is_identifier = name.starts_with(|c: char| c.is_ascii_alphabetic()) && name.chars().all(is_part);
    if is_quoted || !is_identifier { value(&quoted(name)) } else { name.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::{self, apply, remove_pair};
    use crate::host::embedded_definitions;
    use crate::syntax::Node;
    use crate::{Language, syntax};

    /// Applies an edit to a definition in a file, and returns the definition.
    fn changed(object: &str, change: impl Fn(&Tree, Node<'_>) -> Edit) -> String {
        let around = |object: &str| {
            format!("resource \"aws_sfn_state_machine\" \"x\" {{\n  definition = jsonencode({object})\n}}\n")
        };
        let text = around(object);
        let regions = embedded_definitions(&text, Language::Terraform);
        let tree = &regions[0].tree;
        let (after, _) = apply(&text, &[change(tree, tree.root().unwrap())]);
        let again = crate::host::embedded_definitions(&after, Language::Terraform);
        assert_eq!(again[0].tree.errors(), [] as [syntax::SyntaxError; 0], "{after}");
        let start = text.find(object).unwrap();
        after[start..after.len() - (text.len() - start - object.len())].to_owned()
    }

    fn added(object: &str, after: Option<&str>) -> String {
        changed(object, |tree, root| {
            let after = after.map(|key| root.pair(key).unwrap());
            edit::insert_pair(tree, root, after, "End", "true")
        })
    }

    #[test]
    fn a_pair_is_formatted_like_its_neighbours() {
        assert_eq!(
            added("{\n    A = 1\n    B = 2\n  }", Some("A")),
            "{\n    A = 1\n    End = true\n    B = 2\n  }"
        );
        assert_eq!(added("{\n    A = 1\n  }", None), "{\n    End = true\n    A = 1\n  }");
        assert_eq!(
            added("{\n    A = 1,\n    B = 2,\n  }", Some("B")),
            "{\n    A = 1,\n    B = 2,\n    End = true,\n  }"
        );
        assert_eq!(
            added("{\r\n    \"A\" : 1\r\n  }", Some("A")),
            "{\r\n    \"A\" : 1\r\n    \"End\": true\r\n  }"
        );
        assert_eq!(
            added("{ # first\n    A = 1\n  }", Some("A")),
            "{ # first\n    A = 1\n    End = true\n  }"
        );
        assert_eq!(
            added("{\n    A = 1 # one\n    B = 2\n  }", Some("A")),
            "{\n    A = 1 # one\n    End = true\n    B = 2\n  }"
        );
        assert_eq!(added("{ A = 1, B = 2 }", Some("A")), "{ A = 1, End = true, B = 2 }");
        assert_eq!(added("{ A = 1 }", None), "{ End = true, A = 1 }");
        assert_eq!(added("{}", None), "{ End = true }");
    }

    #[test]
    fn a_pair_is_removed() {
        let removed = |object: &str, key: &str| {
            changed(object, |tree, root| remove_pair(tree, root, root.pair(key).unwrap()))
        };
        assert_eq!(removed("{\n    A = 1\n    B = 2\n  }", "A"), "{\n    B = 2\n  }");
        assert_eq!(removed("{\n    A = 1\n    B = 2\n  }", "B"), "{\n    A = 1\n  }");
        assert_eq!(removed("{ A = 1, B = 2 }", "A"), "{ B = 2 }");
    }

    #[test]
    fn strings_and_keys_keep_their_style() {
        let named = |object: &str, new: &str| {
            changed(object, |tree, root| edit::replace_text(tree, root.pairs().next().unwrap().key(), new))
        };
        assert_eq!(named("{ Nxt = 1 }", "Next"), "{ Next = 1 }");
        assert_eq!(named("{ Nxt = 1 }", "Next.$"), "{ \"Next.$\" = 1 }");
        assert_eq!(named("{ \"Nxt\" = 1 }", "Next"), "{ \"Next\" = 1 }");
        let valued = changed("{ A = \"x\" }", |tree, root| {
            edit::replace_text(tree, root.get("A").unwrap().as_text().unwrap(), "{%{}%} ${a}\"")
        });
        assert_eq!(valued, "{ A = \"{%%{}%} $${a}\\\"\" }");
    }
}
