//! JSON or YAML in templates of unsupported tools: Jinja, ERB, Go templates, Mustache. Their syntax would be reported
//! as many syntax errors; a single piece of advice replaces them.

use asl_syntax::text::{LineIndex, Span};
use asl_syntax::{ErrorKind, Tree};

use super::{EmbeddedDefinition, TemplateContext, TemplateKind, Tool, Unchecked};

/// The maximum number of tags that are examined.
const MAX_SIGNS: usize = 1000;

/// The number of bytes before a tag on its line that are searched for the quote of a string.
const MAX_LINE: usize = 4096;

/// A tag, which a tool replaces.
struct Sign {
    span: Span,
    /// The 0-based lines where it begins and ends.
    lines: (usize, usize),
    tool: Option<&'static str>,
    /// Whether it is in a string.
    is_quoted: bool,
}

/// Returns a replacement for all definitions of a file if tags of another tool cause syntax errors in it. Returns
/// `None` if they cause none of them.
pub(super) fn damaged(regions: &[EmbeddedDefinition]) -> Option<EmbeddedDefinition> {
    let tree = &regions.first()?.tree;
    let text = tree.text();
    let errors = regions.iter().flat_map(|region| region.tree.errors());
    let errors: Vec<Span> =
        errors.filter(|error| error.kind != ErrorKind::Depth).map(|error| error.span).collect();
    if errors.is_empty() || !mentions_state_machine(text) {
        return None;
    }
    let signs = signs(text);
    let lines = LineIndex::new(text);
    let errors: Vec<(u32, usize)> =
        errors.iter().map(|error| (error.start, lines.line(error.start))).collect();
    let to_blame = signs.iter().find(|sign| errors.iter().any(|&error| sign.is_to_blame(error)))?;
    Some(region(tree, to_blame, name(&signs)))
}

/// Returns a replacement for a file whose name says that another tool renders it, if it has any tags.
pub(super) fn named(tree: &Tree, tool: Tool) -> Option<EmbeddedDefinition> {
    let signs = signs(tree.text());
    let name = match tool {
        Tool::Jinja => Some("Jinja"),
        Tool::Erb => Some("ERB"),
        Tool::Go => Some("Go templates"),
        Tool::Handlebars => Some("Handlebars"),
        Tool::Any | Tool::Terraform => name(&signs),
    };
    Some(region(tree, signs.first()?, name))
}

fn region(tree: &Tree, sign: &Sign, tool: Option<&str>) -> EmbeddedDefinition {
    let tool = tool.map_or_else(String::new, |tool| format!(" ({tool})"));
    let why = format!("it is a template of another tool{tool}");
    let unchecked = Some(Unchecked { span: sign.span, why });
    let tree = Tree::damaged(tree.shared_text(), tree.notation(), Vec::new());
    EmbeddedDefinition {
        tree,
        host: TemplateContext { kind: TemplateKind::Rest, unchecked, ..TemplateContext::default() },
    }
}

impl Sign {
    /// Returns whether the tag causes an error at an offset in a line.
    fn is_to_blame(&self, (at, line): (u32, usize)) -> bool {
        let is_inside = self.span.start <= at && at < self.span.end;
        let is_beside = self.lines.0 <= line && line <= self.lines.1;
        is_inside || !self.is_quoted && is_beside
    }
}

/// Returns whether a text contains words that only occur with state machines.
pub fn mentions_state_machine(text: &str) -> bool {
    const WORDS: &[&str] = &[
        "StartAt",
        "AWS::StepFunctions::StateMachine",
        "AWS::Serverless::StateMachine",
        "stepFunctions",
        "stateMachines",
    ];
    WORDS.iter().any(|word| text.contains(word))
}

/// Returns the tags of other tools in a text, in source order.
fn signs(text: &str) -> Vec<Sign> {
    const PAIRS: &[(&str, &str)] = &[("{{", "}}"), ("{%", "%}"), ("{#", "#}"), ("<%", "%>")];
    let lines = LineIndex::new(text);
    let mut found = Vec::new();
    let (mut at, mut looked_at) = (0, 0);
    let mut never_closed: Vec<&str> = Vec::new();
    while let Some(start) = text[at..].find(['{', '<']).map(|i| at + i).filter(|_| looked_at < MAX_SIGNS) {
        at = start + 1;
        let rest = &text[start..];
        let Some((_, close)) = PAIRS.iter().find(|(open, _)| rest.starts_with(open)) else { continue };
        looked_at += 1;
        if never_closed.contains(close) {
            continue;
        }
        let len = rest[2..].find(close).map(|i| 2 + i + close.len());
        let Some(len) = len else {
            never_closed.push(close);
            continue;
        };
        let Some(tool) = tool(&text[..start], &rest[..len]) else { continue };
        let end = start + len;
        let line = lines.line(start as u32);
        let from = text.floor_char_boundary(start.saturating_sub(MAX_LINE)).max(lines.start(line) as usize);
        found.push(Sign {
            span: Span::new(start, end),
            lines: (line, lines.line(end as u32)),
            tool,
            is_quoted: text[from..start].matches('"').count() % 2 == 1,
        });
        at = end;
    }
    found
}

/// Returns `None` if the text is not a tag, and otherwise the tool, if the tag identifies it.
fn tool(before: &str, sign: &str) -> Option<Option<&'static str>> {
    const OF_JINJA: &[&str] = &[
        "if",
        "elif",
        "else",
        "endif",
        "for",
        "endfor",
        "set",
        "endset",
        "block",
        "endblock",
        "include",
        "import",
        "from",
        "macro",
        "endmacro",
        "extends",
        "raw",
        "endraw",
        "with",
        "endwith",
        "filter",
        "endfilter",
    ];
    const OF_GO: &[&str] =
        &["if", "else", "end", "range", "with", "include", "template", "define", "block", "tpl"];
    let inner = &sign[2..sign.len() - 2];
    let word = inner.trim_start_matches(['-', '+', '~']).trim_start();
    let word = word.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default();
    match &sign[..2] {
        "<%" => Some(Some("ERB")),
        "{#" => inner.starts_with([' ', '-']).then_some(Some("Jinja")),
        // Anything else is a JSONata expression.
        "{%" => OF_JINJA.contains(&word).then_some(Some("Jinja")),
        _ if before.ends_with('$') || inner.trim_start().starts_with("resolve:") => None,
        _ if word == "cookiecutter" => Some(Some("cookiecutter")),
        _ if inner.starts_with(['#', '/', '>', '^', '{']) => Some(Some("Handlebars")),
        _ if OF_GO.contains(&word) || inner.starts_with('-') || inner.ends_with('-') => {
            Some(Some("Go templates"))
        }
        _ if inner.trim_start().starts_with(['.', '$']) => Some(Some("Go templates")),
        _ => Some(None),
    }
}

/// Returns the tool of the tags of a file. Some tools share tags; those that only one tool has identify it.
fn name(signs: &[Sign]) -> Option<&'static str> {
    let has = |name: &&str| signs.iter().any(|sign| sign.tool == Some(*name));
    ["cookiecutter", "Jinja", "ERB", "Handlebars", "Go templates"].into_iter().find(|name| has(name))
}

#[cfg(test)]
mod tests {
    use asl_core::config::Config;
    use asl_core::{Source, analyze, lint_analyses};

    /// Returns the rule and the text, or the message of advice, of each finding in a file.
    fn found(text: &str, name: &str) -> Vec<(&'static str, String)> {
        let found = lint_analyses(&analyze(Source::new(text, name)), &Config::all());
        let show = |d: asl_core::Diagnostic| match d.rule.name {
            "unchecked-definition" => (d.rule.name, d.message),
            _ => (d.rule.name, text[d.span.range()].to_owned()),
        };
        found.into_iter().map(show).collect()
    }

    #[track_caller]
    fn is_of(tool: &str, text: &str, name: &str) {
        let message = format!("the definition is not checked: it is a template of another tool{tool}");
        assert_eq!(found(text, name), [("unchecked-definition", message)], "{text}");
    }

    const JSON: &str = r#"{ "StartAt": "A", "States": { "A": { "Type": "Succeed" } } }"#;

    #[test]
    fn tags_of_other_tools_are_not_reported() {
        let state = r#""B": { "Type": "Fail" }"#;
        let with = |sign: &str| JSON.replace("} } }", &format!("}}{sign} }} }}"));
        is_of(" (Jinja)", &with(&format!("{{% if x %}}, {state}{{% endif %}}")), "a.asl.json");
        is_of(" (Jinja)", &with("\n{#- more -#}"), "a.json");
        is_of(" (ERB)", &with(&format!("<% if x %>, {state}<% end %>")), "a.json");
        is_of(" (Handlebars)", &with(&format!("{{{{#each x}}}}, {state}{{{{/each}}}}")), "a.json");
        is_of(" (Go templates)", &with(&format!("{{{{- if .x }}}}, {state}{{{{ end }}}}")), "a.json");
        is_of(" (cookiecutter)", &JSON.replace("\"A\",", "{{ cookiecutter.first }},"), "a.json");
        is_of("", &JSON.replace("\"A\",", "{{ first }},"), "a.json");
        is_of("", &JSON.replace("\"A\",", "\"{{ x[\"first\"] }}\","), "a.json");

        let yaml = "StartAt: A\nStates:\n  A:\n    Type: Task\n    Resource: arn\n    End: true\n";
        is_of(" (Jinja)", &yaml.replace("  A:\n", "{% for x in y %}\n  A:\n"), "a.asl.yaml");
        is_of("", &yaml.replace("Resource: arn", "Resource: {{ arn }}"), "a.yaml");
        is_of(" (Go templates)", &yaml.replace("arn", "{{ .Values.arn | quote }}"), "a.yaml");
        is_of(" (ERB)", &yaml.replace("  A:\n", "<%= state %>\n  A:\n"), "a.yaml");
        let template = "Resources:\n  X:\n    Type: AWS::StepFunctions::StateMachine\n    Properties:\n      DefinitionString: |\n        { \"StartAt\": {{ first }}, \"States\": {} }\n";
        is_of("", template, "template.yaml");
    }

    #[test]
    fn terraform_may_be_a_template_of_another_tool() {
        let heredoc = |json: &str| {
            format!("resource \"aws_sfn_state_machine\" \"a\" {{\n  definition = <<EOF\n{json}\nEOF\n}}\n")
        };
        is_of(" (Jinja)", &heredoc(&JSON.replace("\"A\", ", "\"A\", {% include 'x' %} ")), "main.tf");
        let inner = r#"StartAt = "A", States = { A = { Type = "Succeed" }{% if x %}, B = {}{% endif %} }"#;
        let code = format!(
            "resource \"aws_sfn_state_machine\" \"a\" {{\n  definition = jsonencode({{ {inner} }})\n}}\n"
        );
        is_of(" (Jinja)", &code, "main.tf");
        assert_eq!(found(&heredoc(JSON), "main.tf"), [("tracing-off", "a".to_owned())]);
        let damaged = found(&heredoc(&JSON.replace("\"A\", ", "\"A\" {{ ")), "main.tf");
        assert!(damaged.iter().any(|(rule, _)| *rule == "invalid-json"), "{damaged:?}");
    }

    #[test]
    fn the_extension_identifies_the_tool() {
        for (name, tool) in [("a.json.j2", "Jinja"), ("a.json.erb", "ERB"), ("a.json.gotmpl", "Go templates")]
        {
            is_of(&format!(" ({tool})"), &JSON.replace("\"A\",", "\"{{ first }}\","), name);
            assert_eq!(found(JSON, name), [], "without tags it is plain JSON");
        }
        is_of(" (Go templates)", &JSON.replace("\"A\",", "\"{{ .First }}\","), "a.json.tmpl");
        let both = JSON.replace("\"Succeed\"", "\"Fail\", \"Cause\": \"${cause} {{ x }}\"");
        assert_eq!(found(&both, "a.json.tpl"), [], "Terraform renders the one, and the other is text");
    }

    #[test]
    fn valid_definitions_are_not_templates_of_other_tools() {
        let state = r#"{ "Type": "Pass", "QueryLanguage": "JSONata", "Output": "{% {'a': {'b': $states.input}} %}", "Comment": "{{ x }} <% y %>", "End": true }"#;
        let json = JSON.replace(r#"{ "Type": "Succeed" }"#, state);
        assert_eq!(found(&json, "a.asl.json"), []);
        let yaml = "StartAt: A\nStates:\n  A:\n    Type: Pass\n    QueryLanguage: JSONata\n    Output: |-\n      {%\n        $states.input\n      %}\n    End: true\n";
        assert_eq!(found(yaml, "a.asl.yaml"), []);
    }

    #[test]
    fn other_errors_are_reported() {
        let json = JSON.replace("\"A\", ", "\"A\" \"Comment\": \"{{ x }}\", ");
        assert_eq!(found(&json, "a.json"), [("invalid-json", "\"Comment\"".to_owned())]);
        let yaml = "StartAt: A\nStates:\n  A:\n    Type: Succeed\n    Comment: \"{{ x }}\" y\n";
        assert_eq!(found(yaml, "a.asl.yaml")[0].0, "invalid-yaml");
        let jsonata = "StartAt: A\nStates:\n  A:\n    Type: Pass\n    Output: {% $x %}\n    End: true\n";
        assert!(found(jsonata, "a.asl.yaml").iter().any(|(rule, _)| *rule == "invalid-yaml"));
    }
}
