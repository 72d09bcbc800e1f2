//! Substitutions as symbols: the placeholders of a definition, and their entry in the template. The two may be in
//! different files; this module handles one file at a time.

use super::cursor::{Cursor, touches};
use super::placeholders::{host_of, placeholder_at};
use super::rename::{Occurrence, RenameError};
use asl_core::host::{Name, Placeholder, TemplateContext, TemplateKind, placeholders};
use asl_core::semantic::Analysis;
use asl_core::syntax::Kind;
use asl_core::text::Span;

/// An occurrence of the name of a substitution.
#[derive(Debug, Clone)]
pub struct Substitution<'a> {
    /// The definition with the placeholder, or the resource with the entry.
    pub analysis: &'a Analysis,
    /// The name of the substitution.
    pub name: &'a str,
    /// The span of the name, without delimiters.
    pub span: Span,
    /// The string of the `Fn::Sub` that the name is local to; `None` if the substitution belongs to the whole
    /// definition.
    sub: Option<Span>,
}

/// Returns the substitution whose name is at a byte offset. Names that `Fn::Sub` resolves in the template, and escaped
/// placeholders, are not substitutions.
pub fn substitution(analyses: &[Analysis], offset: u32) -> Option<Substitution<'_>> {
    let entries = analyses.iter().flat_map(|analysis| {
        let text = analysis.tree().text();
        all_entries(analysis.host()).filter_map(move |(entry, sub)| {
            let span = inside(text, entry)?;
            Some(Substitution { analysis, name: &entry.value, span, sub })
        })
    });
    let mut at_entry = entries.filter(|found| touches(found.span, offset));
    at_entry.next().or_else(|| {
        let cursor = Cursor::at(analyses, offset)?;
        in_placeholder(cursor.analysis, &placeholder_at(cursor)?)
    })
}

impl<'a> Substitution<'a> {
    /// The template that provides the value.
    pub fn host(&self) -> &'a TemplateContext {
        host_of(self.analysis)
    }

    pub(super) fn is_of_definition(&self) -> bool {
        self.sub.is_none()
    }

    /// Whether all occurrences are in this file.
    pub fn is_local(&self) -> bool {
        let host = self.analysis.host();
        self.sub.is_some() || (!host.is_whole_file() && host.link.is_none())
    }

    /// Returns the occurrences of another name in the scope of this substitution, within the same definition and
    /// resource.
    pub fn occurrences(&self, name: &str) -> Vec<Occurrence> {
        let text = self.analysis.tree().text();
        let mut found = entries(self.analysis.host(), text, name, self.sub);
        found.extend(filled_placeholders(self.analysis, self.host(), name, self.sub));
        found
    }

    /// Checks whether the substitution can have another name. Does not check whether another substitution has that name.
    ///
    /// # Errors
    ///
    /// If the template does not allow the name, or if the name of a local substitution of `Fn::Sub` is that of a
    /// parameter or resource of the template.
    pub fn check_name(&self, new: &str) -> Result<(), RenameError> {
        let host = self.host();
        let others: &[char] = match (host.kind, self.sub) {
            (TemplateKind::Terraform, _) => &['_', '-'],
            (_, Some(_)) => &['_', '.', ':'],
            (_, None) => &['_', '-', '.'],
        };
        if new.is_empty() {
            return Err(RenameError::Empty);
        }
        let is_name = new.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
            && new.chars().all(|c| c.is_ascii_alphanumeric() || others.contains(&c));
        if !is_name {
            return Err(RenameError::InvalidSubstitutionName(others));
        }
        let is_of_template = host.template.as_ref().is_some_and(|template| template.has(new));
        match self.sub.is_some() && is_of_template {
            true => Err(RenameError::Taken),
            false => Ok(()),
        }
    }
}

/// Returns the entries with this name among the substitutions of a resource for its whole definition. `text` is the
/// source of the template.
pub fn entries_named(host: &TemplateContext, text: &str, name: &str) -> Vec<Occurrence> {
    entries(host, text, name, None)
}

/// Returns the placeholders of a definition that a resource fills in with the entry of this name.
pub fn placeholders_named(analysis: &Analysis, host: &TemplateContext, name: &str) -> Vec<Occurrence> {
    filled_placeholders(analysis, host, name, None)
}

/// Whether a definition may use the name in a way that cannot be analyzed: in a Terraform expression, or in a value
/// that the template computes.
pub fn may_use_name(analysis: &Analysis, host: &TemplateContext, name: &str) -> bool {
    let tree = analysis.tree();
    if host.kind == TemplateKind::Terraform {
        let is_unclear = |placeholder: &Placeholder| {
            placeholder.name.contains(name) && name_in(host, tree.text(), placeholder).is_none()
        };
        let mut directives =
            tree.text().split("%{").skip(1).filter_map(|rest| rest.split(['}', '\n']).next());
        let is_absent = |other: &Analysis| {
            placeholders(other.tree()).iter().any(|placeholder| placeholder.name.contains(name))
        };
        return directives.any(|directive| directive.contains(name))
            || placeholders(tree).iter().any(is_unclear)
            || analysis.otherwise().is_some_and(is_absent);
    }
    let (plain, escaped) = (format!("${{{name}}}"), format!("${{!{name}}}"));
    let is_within = |written: &str| {
        written != plain && written != escaped && (written.contains(&plain) || written.contains(&escaped))
    };
    tree.nodes().any(|node| node.kind() == Kind::Placeholder && is_within(node.source()))
}

/// The entries of a resource, each with the string of the `Fn::Sub` that it is local to, if any.
fn all_entries(host: &TemplateContext) -> impl Iterator<Item = (&Name, Option<Span>)> {
    let of_definition = host.substitutions.iter().flatten().map(|entry| (entry, None));
    let of_subs = host.subs.iter().flat_map(|sub| {
        let names = sub.names.iter().flatten();
        names.map(|entry| (entry, Some(sub.span)))
    });
    of_definition.chain(of_subs)
}

fn entries(host: &TemplateContext, text: &str, name: &str, sub: Option<Span>) -> Vec<Occurrence> {
    let wanted = all_entries(host).filter(|(entry, of)| entry.value == name && *of == sub);
    let spans = wanted.filter_map(|(entry, _)| inside(text, entry));
    spans.map(|span| Occurrence { span, is_declaration: true }).collect()
}

fn filled_placeholders(
    analysis: &Analysis,
    host: &TemplateContext,
    name: &str,
    sub: Option<Span>,
) -> Vec<Occurrence> {
    let tree = analysis.tree();
    let found = placeholders(tree).into_iter().filter_map(|placeholder| {
        let span = name_in(host, tree.text(), &placeholder)
            .filter(|span| tree.text().get(span.range()) == Some(name))?;
        (scope(host, &placeholder)? == sub).then_some(Occurrence { span, is_declaration: false })
    });
    found.collect()
}

/// The name in a placeholder, if an entry provides its value.
pub(super) fn in_placeholder<'a>(
    analysis: &'a Analysis,
    placeholder: &Placeholder,
) -> Option<Substitution<'a>> {
    let host = host_of(analysis);
    let text = analysis.tree().text();
    let span = name_in(host, text, placeholder)?;
    let (name, sub) = (text.get(span.range())?, scope(host, placeholder)?);
    let has_entry = all_entries(host).any(|(entry, of)| entry.value == name && of == sub);
    has_entry.then_some(Substitution { analysis, name, span, sub })
}

/// The string of the `Fn::Sub` whose names apply to a placeholder, or `Some(None)` if those of the whole definition
/// apply. `None` for an escaped placeholder.
fn scope(host: &TemplateContext, placeholder: &Placeholder) -> Option<Option<Span>> {
    match (host.sub_at(placeholder.span), placeholder.is_escaped) {
        (Some(sub), false) => Some(Some(sub.span)),
        // `Fn::Sub` leaves escaped placeholders to the outer substitutions.
        (Some(_), true) | (None, false) => Some(None),
        (None, true) => None,
    }
}

/// The name in a placeholder.
fn name_in(host: &TemplateContext, text: &str, placeholder: &Placeholder) -> Option<Span> {
    let start = placeholder.span.start as usize + if placeholder.is_escaped { 3 } else { 2 };
    let written = text.get(start..(placeholder.span.end as usize).checked_sub(1)?)?;
    if host.kind != TemplateKind::Terraform {
        return (written == placeholder.name).then(|| Span::new(start, start + written.len()));
    }
    // In Terraform, attributes and indexes may follow the name, and `$${name}` is literal text.
    if placeholder.is_escaped || text.get(..placeholder.span.start as usize)?.ends_with('$') {
        return None;
    }
    let blank = |c: char| c == '~' || c.is_whitespace();
    let start = start + written.len() - written.trim_start_matches(blank).len();
    let written = written.trim_matches(blank);
    let is_of_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    let len = written.find(|c| !is_of_name(c)).unwrap_or(written.len());
    let is_path = written.get(len..)?.chars().all(|c| is_of_name(c) || matches!(c, '.' | '[' | ']'));
    (len > 0 && is_path).then(|| Span::new(start, start + len))
}

/// The span of the name of an entry without quotes, if it is spelled without escapes.
fn inside(text: &str, entry: &Name) -> Option<Span> {
    let Span { start, end } = entry.span;
    let inner = Span { start: start + 1, end: end.max(start + 2) - 1 };
    [entry.span, inner].into_iter().find(|span| text.get(span.range()) == Some(entry.value.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use asl_core::testing::{analyses, marked_place};
    use asl_core::{Source, analyze};

    /// The lines of the occurrences of the name at a mark, with a star for entries; `None` if there is no name.
    fn places(name: &str, marked: &str) -> Option<Vec<String>> {
        let (text, offset) = marked_place(marked);
        let analyses = analyze(Source::new(&text, name));
        let found = substitution(&analyses, offset)?;
        assert_eq!(&text[found.span.range()], found.name);
        let show = |place: Occurrence| {
            assert_eq!(&text[place.span.range()], found.name);
            let line = text[..place.span.start as usize].matches('\n').count();
            format!("{line}{}", if place.is_declaration { "*" } else { "" })
        };
        Some(found.occurrences(found.name).into_iter().map(show).collect())
    }

    /// Checks the occurrences at each `<
    /// ` of a document, one at a time.
    #[track_caller]
    fn check(name: &str, marked: &str, wanted: &[&str]) {
        let parts: Vec<&str> = marked.split("<|>").collect();
        for mark in 1..parts.len() {
            let text = format!("{}<|>{}", parts[..mark].concat(), parts[mark..].concat());
            assert_eq!(places(name, &text).unwrap_or_default(), wanted, "mark {mark}");
        }
    }

    const TEMPLATE: &str = r#"{ "Parameters": { "Stage": { "Type": "String" } }, "Resources": { "Work": {}, "Flow": {
  "Type": "AWS::Serverless::StateMachine", "Properties": {
  "DefinitionSubstitutions": { "<|>Limit": 1, "Other": 2 },
  "Definition": { "StartAt": "A", "States": {
    "A": { "Type": "Wait", "Seconds": "${Limit<|>}", "Next": "B" },
    "B": { "Type": "Pass", "Result": "a ${Other} ${Li<|>mit}", "Comment": { "Fn::Sub": "${!<|>Limit} ${Work.Arn} ${Stage}" }, "End": true }
  } } } } } }"#;

    #[test]
    fn entries_and_placeholders_of_a_template_are_places_of_a_name() {
        check("a.json", TEMPLATE, &["2*", "4", "5", "5"]);
    }

    #[test]
    fn what_has_no_entry_has_no_places() {
        let plain = TEMPLATE.replace("<|>", "");
        for (from, to) in [
            ("${Work.Arn}", "${Wo<|>rk.Arn}"),
            ("${Stage}", "${St<|>age}"),
            ("${Limit}\"", "${!Li<|>mit}\""),
            ("${Limit}\"", "${AWS::<|>Region}\""),
            ("${Other}", "${Oth<|>ers}"),
            ("\"Work\"", "\"<|>Work\""),
        ] {
            assert!(plain.contains(from));
            check("a.json", &plain.replacen(from, to, 1), &[]);
        }
    }

    #[test]
    fn a_text_of_sub_has_names_of_its_own() {
        let text = r#"{ "Resources": { "Flow": { "Type": "AWS::StepFunctions::StateMachine", "Properties": {
  "DefinitionSubstitutions": { "Limit": 1 },
  "DefinitionString": { "Fn::Sub": ["{ \"Comment\": \"${<|>Limit} ${!Limit}\", \"StartAt\": \"${Limit<|>}\" }",
    { "<|>Limit": "5" }] }
} } } }"#;
        check("a.json", text, &["3*", "2", "2"]);
        check("a.json", &text.replace("<|>", "").replace("${!Limit}", "${!Li<|>mit}"), &["1*", "2"]);
    }

    #[test]
    fn names_in_yaml() {
        let text = "Resources:\n  Flow:\n    Type: AWS::Serverless::StateMachine\n    Properties:\n      \
            DefinitionSubstitutions:\n        <|>Limit: 1\n        'Other': 2\n      Definition:\n        StartAt: ${Limit<|>}\n        \
            Comment: !Sub '${!Li<|>mit} ${Limit}'\n";
        check("a.yaml", text, &["5*", "8", "9"]);
        check("a.yaml", &text.replace("<|>", "").replace("'Other'", "'Ot<|>her'"), &["6*"]);
    }

    fn host() -> TemplateContext {
        let template = "Resources:\n  Flow:\n    Type: AWS::Serverless::StateMachine\n    Properties:\n      \
            DefinitionUri: a.json\n      DefinitionSubstitutions: { Limit: 1 }\n";
        analyses(template)[0].host().clone()
    }

    #[test]
    fn a_definition_alone_has_placeholders() {
        let (text, offset) = marked_place("StartAt: ${Limit}\nComment: a ${L<|>imit} ${Other} ${!Limit}\n");
        let mut analyses = analyses(&text);
        assert!(substitution(&analyses, offset).is_none());
        analyses[0].set_template_context(host());
        let found = substitution(&analyses, offset).unwrap();
        assert!(!found.is_local());
        assert_eq!(found.occurrences("Limit").len(), 2);
        assert_eq!(placeholders_named(found.analysis, found.host(), "Other").len(), 1);
    }

    #[test]
    fn names_of_terraform_may_have_a_path() {
        let template = "resource \"aws_sfn_state_machine\" \"a\" {\n  definition = templatefile(\"a.json\", { <|>table = 1, \"ot<|>her\" = 2 })\n}\n";
        check("a.tf", &template.replacen("<|>", "", 2), &[]);
        check("a.tf", &template.replacen("ot<|>her", "other", 1), &["1*"]);
        check("a.tf", &template.replacen("<|>table", "table", 1), &["1*"]);
        let host = analyze(Source::new(&template.replace("<|>", ""), "a.tf"))[0].host().clone();
        let places = |text: &str| {
            let analyses = analyze(Source::new(text, "a.json"));
            (
                placeholders_named(&analyses[0], &host, "table").len(),
                may_use_name(&analyses[0], &host, "table"),
            )
        };
        assert_eq!(
            places(r#"{ "a": "${table} ${ table.name } $${table} ${tables}", "b": ${table["a"]} }"#),
            (2, true)
        );
        assert_eq!(places(r#"{ "a": "${table} ${ table[0] } ${tables}" }"#), (2, false));
        assert_eq!(places(r#"{ "a": "${upper(table)}" }"#), (0, true));
        assert_eq!(places(r#"{ "a": "%{ if table }x%{ endif }" }"#), (0, true));
    }

    #[test]
    fn values_that_the_template_works_out_may_hide_a_name() {
        let hidden = |value: &str| {
            let text = TEMPLATE.replace("<|>", "").replace("\"${Limit}\"", value);
            may_use_name(&analyses(&text)[0], analyses(&text)[0].host(), "Limit")
        };
        assert!(hidden(r#"{ "Fn::If": ["X", "${Limit}", "y"] }"#));
        assert!(!hidden(r#"{ "Fn::If": ["X", "${Other}", "y"] }"#));
        assert!(!hidden("\"${Limit}\""));
    }

    #[test]
    fn names_are_those_that_the_template_takes() {
        let checked = |marked: &str, new: &str| {
            let (text, offset) = marked_place(marked);
            substitution(&analyses(&text), offset).unwrap().check_name(new)
        };
        let text = TEMPLATE.replacen("<|>", "", 3);
        assert_eq!(checked(&text, "My_Limit-2.a"), Ok(()));
        assert_eq!(checked(&text, ""), Err(RenameError::Empty));
        assert_eq!(checked(&text, "Work"), Ok(()));
        for wrong in ["a b", "a}", "!a", "1", "AWS::Region", "é"] {
            assert!(matches!(checked(&text, wrong), Err(RenameError::InvalidSubstitutionName(_))), "{wrong}");
        }
        let sub = r#"{ "Parameters": { "Stage": {} }, "Resources": { "Flow": { "Type": "AWS::StepFunctions::StateMachine", "Properties": {
            "DefinitionString": { "Fn::Sub": ["{ \"Comment\": \"${A<|>}\" }", { "A": "5" }] } } } } }"#;
        assert_eq!(checked(sub, "B"), Ok(()));
        assert_eq!(checked(sub, "Stage"), Err(RenameError::Taken));
        assert_eq!(checked(sub, "AWS::Region"), Err(RenameError::Taken));
    }
}
