use crate::host::NullsAre;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    name: "null-in-template",
    group: Group::Templates,
    docs: include_str!("null_in_template.md"),
    severity: Severity::Error,
    check: run,
    ..Rule::DEFAULTS
};

/// The fields in which `null` says something that their absence does not.
const MEANT: [&str; 3] = ["InputPath", "OutputPath", "ResultPath"];

fn run(cx: &mut Context<'_>) {
    let Some(nulls) = &cx.analysis.host().nulls else { return };
    let by_whom = match nulls.are {
        NullsAre::DroppedByExtensions => Some("`AWS::LanguageExtensions`"),
        NullsAre::DroppedByServerless => Some("the Serverless Framework"),
        NullsAre::Refused | NullsAre::RefusedAfterSam => None,
    };
    for place in &nulls.places {
        let key = &place.value;
        let message = match by_whom {
            Some(whom) => format!("{whom} drops `{key}`, because it is `null`"),
            None => "`null` is not allowed in a CloudFormation template".to_owned(),
        };
        let diag = cx.report(&RULE, place.span, message);
        if by_whom.is_some() {
            diag.warning().note("the definition works as if the field were not there");
        } else {
            diag.note("CloudFormation refuses it: `'null' values are not allowed in templates`");
        }
        if nulls.are == NullsAre::RefusedAfterSam {
            diag.warning().note("SAM leaves the resource as it is");
        }
        let elsewhere =
            "write the definition as a text of JSON in `DefinitionString`, or in a file of its own";
        diag.help(match MEANT.contains(&key.as_str()) {
            true => elsewhere.to_owned(),
            false => format!("leave `{key}` out, or {elsewhere}"),
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::check_yaml;

    #[test]
    fn objects_and_functions_of_cloudformation_have_no_null() {
        check_yaml(
            &RULE,
            r#"
Resources:
  A:
    Type: AWS::StepFunctions::StateMachine
    Properties:
      Tags:
#     ^^^^ `null` is not allowed in a CloudFormation template
      Definition:
        StartAt: A
        States:
          A:
            Type: Pass
            ResultPath: null
#                       ^^^^ `null` is not allowed in a CloudFormation template
            InputPath: ~
#                      ^ `null` is not allowed in a CloudFormation template
            OutputPath:
#           ^^^^^^^^^^ `null` is not allowed in a CloudFormation template
            Result: !If [c, null, 1]
#                           ^^^^ `null` is not allowed in a CloudFormation template
            Comment: null and void
            End: true
  B:
    Type: AWS::StepFunctions::StateMachine
    Properties:
      DefinitionString: !Join ['', ['{"StartAt": "', null, '"}']]
#                                                    ^^^^ `null` is not allowed in a CloudFormation template
  C:
    Type: AWS::StepFunctions::StateMachine
    Properties:
      DefinitionString: '{"StartAt": "A", "States": {"A": {"Type": "Pass", "ResultPath": null, "End": true}}}'
"#,
        );
    }

    const DEFINITION: &str = "StartAt: A, States: { A: { Type: Pass, ResultPath: null, End: true } }";

    /// The severity of what is reported in a template with a transform, if anything is.
    fn reported(kind: &str, transform: &str) -> Option<Severity> {
        let text = format!(
            "Transform: {transform}\nResources:\n  A:\n    Type: AWS::{kind}::StateMachine\n    Properties:\n      Definition: {{ {DEFINITION} }}\n"
        );
        let found = crate::lint_analyses(
            &crate::analyze(crate::Source::new(&text, "t.yaml")),
            &crate::config::Config::only([&RULE]),
        );
        assert!(found.len() < 2);
        found.first().map(|finding| finding.severity)
    }

    #[test]
    fn transforms_change_what_becomes_of_null() {
        const SAM: &str = "AWS::Serverless-2016-10-31";
        const EXTENSIONS: &str = "AWS::LanguageExtensions";
        let both = format!("[{EXTENSIONS}, {SAM}]");
        for (kind, transform, severity) in [
            ("Serverless", SAM, None),
            ("Serverless", EXTENSIONS, Some(Severity::Warning)),
            ("Serverless", &both, Some(Severity::Warning)),
            ("Serverless", &format!("[{SAM}, {EXTENSIONS}]"), None),
            ("StepFunctions", EXTENSIONS, Some(Severity::Warning)),
            ("StepFunctions", &both, Some(Severity::Warning)),
            ("StepFunctions", SAM, Some(Severity::Warning)),
            ("StepFunctions", "Own", None),
            ("StepFunctions", "[]", Some(Severity::Error)),
        ] {
            assert_eq!(reported(kind, transform), severity, "{kind} {transform}");
        }
    }

    #[test]
    fn the_serverless_framework_drops_null_from_resources_only() {
        let text = format!(
            "service: a\nprovider: {{ name: aws }}\nstepFunctions:\n  stateMachines:\n    a: {{ definition: {{ {DEFINITION} }} }}\n\
             resources:\n  Resources:\n    B:\n      Type: AWS::StepFunctions::StateMachine\n      Properties: {{ Definition: {{ {DEFINITION} }} }}\n"
        );
        let found = crate::lint_analyses(
            &crate::analyze(crate::Source::new(&text, "serverless.yml")),
            &crate::config::Config::only([&RULE]),
        );
        let found: Vec<_> =
            found.iter().map(|finding| (finding.severity, finding.message.as_str())).collect();
        assert_eq!(
            found,
            [(Severity::Warning, "the Serverless Framework drops `ResultPath`, because it is `null`")]
        );
    }
}
