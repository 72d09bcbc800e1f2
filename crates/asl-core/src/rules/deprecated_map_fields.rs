use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    name: "deprecated-map-fields",
    group: Group::Integrations,
    summary: "a Map uses the old name of a field",
    docs: include_str!("deprecated_map_fields.md"),
    severity: Severity::Info,
    default: Default::On,
    aws: None,
    fix: FixKind::Safe,
    check: run,
};

const RENAMED: [(&str, &str); 2] = [("Iterator", "ItemProcessor"), ("Parameters", "ItemSelector")];

fn run(cx: &mut Context<'_>) {
    for state in cx.states().filter(|state| state.is(StateKind::Map)) {
        let Some(object) = state.object().filter(|object| !object.is_damaged()) else { continue };
        for (old, new) in RENAMED {
            let Some(field) = object.field(old).filter(|field| !field.is_of_other_language()) else {
                continue;
            };
            if object.means(new) || object.fields().filter(|other| other.pair().is_named(old)).count() > 1 {
                continue;
            }
            let rename = cx.replace_text(field.key(), new);
            cx.report(&RULE, field.key().span, format!("`{old}` is the old name of `{new}`"))
                .note("new features of Map states come under the new names only")
                .fix(Fix::safe(format!("Change to `{new}`"), vec![rename]));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn old_names_of_maps() {
        check(
            &RULE,
            r#"
{
  "StartAt": "A",
  "States": {
    "A": { "Type": "Map", "Iterator": {}, "Parameters": {}, "Next": "B" },
//                        ^^^^^^^^^^ `Iterator` is the old name of `ItemProcessor`
//                                        ^^^^^^^^^^^^ `Parameters` is the old name of `ItemSelector`
    "B": { "Type": "Map", "ItemProcessor": {}, "ItemSelector": {}, "Next": "C" },
    "C": { "Type": "Map", "Iterator": {}, "ItemProcessor": {}, "Next": "D" },
    "D": { "Type": "Parallel", "Parameters": {}, "Branches": [], "End": true }
  }
}"#,
        );
    }

    #[test]
    fn the_field_gets_its_new_name() {
        check_fix(
            &RULE,
            r#"{ "States": { "A": { "Type": "Map", "Iterator": { "StartAt": "B" } } } }"#,
            r#"{ "States": { "A": { "Type": "Map", "ItemProcessor": { "StartAt": "B" } } } }"#,
        );
    }
}
