use crate::host::NullsAre;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    name: "null-in-template",
    group: Group::Templates,
    docs: include_str!("null_in_template.md"),
    severity: Severity::Error,
    ..Rule::DEFAULTS
};

/// The fields in which `null` differs from a missing value.
const MEANINGFUL: [&str; 3] = ["InputPath", "OutputPath", "ResultPath"];

pub(super) fn run(cx: &mut Context<'_>) {
    let Some(nulls) = &cx.analysis.host().nulls else { return };
    let dropped_by = match nulls.are {
        NullsAre::DroppedByExtensions => Some("`AWS::LanguageExtensions`"),
        NullsAre::DroppedByServerless => Some("the Serverless Framework"),
        NullsAre::Refused | NullsAre::RefusedAfterSam => None,
    };
    for null in &nulls.places {
        let key = &null.value;
        let message = match dropped_by {
            Some(tool) => format!("{tool} drops `{key}`, because it is `null`"),
            None => "`null` is not allowed in a CloudFormation template".to_owned(),
        };
        let diag = cx.report(&RULE, null.span, message);
        if dropped_by.is_some() {
            diag.warning().note("the definition behaves as if the field were missing");
        } else {
            diag.note("CloudFormation rejects it: `'null' values are not allowed in templates`");
        }
        if nulls.are == NullsAre::RefusedAfterSam {
            diag.warning().note("SAM passes this resource on unchanged");
        }
        let alternative =
            "write the definition as a JSON string in `DefinitionString`, or in a separate file";
        diag.help(match MEANINGFUL.contains(&key.as_str()) {
            true => alternative.to_owned(),
            false => format!("remove `{key}`, or {alternative}"),
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::check_yaml;

    #[test]
    fn cloudformation_rejects_null() {
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

    /// The severity of the finding in a template with a transform, if there is one.
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
    fn transforms_determine_the_effect_of_null() {
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
