use std::collections::HashMap;

use anyhow::{Context, Result};
use aws_services::write::{Builder, NewAction, NewMember, NewShape, ShapeId};
use aws_services::{Bounds, Model, Support, names};
use serde_json::{Value, json};

use super::api::{Api, object, strings};

/// The longest summaries, in characters. They fit into a line of a hover.
const ACTION_SUMMARY: usize = 120;
const MEMBER_SUMMARY: usize = 100;
/// The longest pattern that is kept, in characters. Longer ones say nothing to a reader.
const PATTERN: usize = 60;

/// An action to add to a model, with the names of its shapes. Without a shape, it takes or returns nothing.
pub(super) struct Call<'a> {
    pub(super) name: String,
    pub(super) input: Option<String>,
    pub(super) output: Option<String>,
    pub(super) job_output: Option<String>,
    pub(super) errors: Vec<String>,
    pub(super) support: Support,
    pub(super) is_deprecated: bool,
    pub(super) documentation: &'a str,
}

/// Returns the model of a service of AWS SDK integrations, with its summaries.
pub(super) fn model(api: &Api, unsupported: &[&str]) -> Result<(Model, String)> {
    let service = api.service();
    let mut calls = Vec::new();
    for (operation, value) in api.operations() {
        let name = names::action(operation);
        let shape = |side: &str| value[side]["shape"].as_str().map(str::to_owned);
        let is_stream = ["input", "output"].iter().any(|side| {
            let members = object(&api.shape(&shape(side).unwrap_or_default())["members"]);
            let is_stream = |member: &Value| {
                api.shape(member["shape"].as_str().unwrap_or_default())["eventstream"] == true
            };
            members.values().any(is_stream)
        });
        let prefix = api.error_prefix();
        let errors =
            value["errors"].as_array().into_iter().flatten().filter_map(|error| error["shape"].as_str());
        calls.push(Call {
            input: shape("input"),
            output: shape("output"),
            job_output: None,
            errors: errors.map(|error| format!("{prefix}.{}", names::error(error))).collect(),
            support: match unsupported.contains(&name.as_str()) {
                true => Support::Unsupported,
                false if is_stream => Support::Stream,
                false => Support::Supported,
            },
            is_deprecated: value["deprecated"] == true,
            documentation: value["documentation"].as_str().unwrap_or_default(),
            name,
        });
    }
    let mut shapes = api.model["shapes"].clone();
    customize(&service, &calls, &mut shapes);
    build(&shapes, calls, |shape, member| sdk_name(&service, shape, member))
}

/// Applies the customizations of the AWS SDK for Java that change which members there are.
fn customize(service: &str, calls: &[Call<'_>], shapes: &mut Value) {
    match service {
        // Its client has a method of its own for dry runs.
        "ec2" => {
            for input in calls.iter().filter_map(|call| call.input.as_ref()) {
                if let Some(members) = shapes[input]["members"].as_object_mut() {
                    members.remove("DryRun");
                }
            }
        }
        "s3" => {
            for shape in ["CopyObjectRequest", "UploadPartCopyRequest"] {
                for (name, like) in [("DestinationBucket", "Bucket"), ("DestinationKey", "Key")] {
                    shapes[shape]["members"][name] = shapes[shape]["members"][like].clone();
                }
                if let Some(required) = shapes[shape]["required"].as_array_mut() {
                    required.retain(|name| name != "Bucket" && name != "Key");
                }
            }
        }
        _ => {}
    }
}

/// Returns the name of a member in AWS SDK integrations, with the customizations of the AWS SDK for Java.
fn sdk_name(service: &str, shape: &str, member: &str) -> String {
    match (service, shape, member) {
        ("dynamodb" | "dynamodbstreams", _, "NULL") => "Nul".to_owned(),
        ("ec2", "Image", "Public") => "PublicLaunchPermissions".to_owned(),
        ("ec2", "FpgaImage", "Public") => "IsPublic".to_owned(),
        _ => names::sdk_member(member),
    }
}

/// Returns the model of actions and of the shapes that they need, with its summaries. `spell` returns the name of a
/// member of a shape.
pub(super) fn build(
    shapes: &Value,
    mut calls: Vec<Call<'_>>,
    spell: impl Fn(&str, &str) -> String,
) -> Result<(Model, String)> {
    calls.sort_by(|a, b| a.name.cmp(&b.name));
    let mut shapes = Shapes {
        shapes,
        spell,
        builder: Builder::default(),
        ids: HashMap::new(),
        waiting: Vec::new(),
        next: 0,
        summaries: Vec::new(),
    };
    let nothing = shapes.nothing();
    let input = |call: &Call<'_>, shapes: &mut Shapes<'_, _>| {
        call.input.as_ref().map_or(nothing, |name| shapes.id(name))
    };
    let inputs: Vec<ShapeId> = calls.iter().map(|call| input(call, &mut shapes)).collect();
    shapes.add_waiting(true)?;
    for (call, input) in calls.iter().zip(inputs) {
        let action = NewAction {
            name: call.name.clone(),
            input,
            output: call.output.as_ref().map_or(nothing, |name| shapes.id(name)),
            job_output: call.job_output.as_ref().map(|name| shapes.id(name)),
            errors: call.errors.clone(),
            support: call.support,
            is_deprecated: call.is_deprecated,
        };
        shapes.builder.action(action);
    }
    shapes.add_waiting(false)?;
    let mut summaries: Vec<String> =
        calls.iter().map(|call| summary(call.documentation, ACTION_SUMMARY)).collect();
    summaries.extend(shapes.summaries);
    // Fields of results have none; they come last.
    let end = summaries.iter().rposition(|summary| !summary.is_empty()).map_or(0, |last| last + 1);
    Ok((shapes.builder.finish(), summaries[..end].join("\n")))
}

struct Shapes<'a, S> {
    shapes: &'a Value,
    spell: S,
    builder: Builder,
    ids: HashMap<String, ShapeId>,
    waiting: Vec<String>,
    next: usize,
    summaries: Vec<String>,
}

impl<S: Fn(&str, &str) -> String> Shapes<'_, S> {
    /// A structure without members, which is the first shape of each model.
    fn nothing(&mut self) -> ShapeId {
        self.waiting.push(String::new());
        self.ids.insert(String::new(), 0);
        0
    }

    /// The number that a shape has or will have.
    fn id(&mut self, name: &str) -> ShapeId {
        if let Some(&id) = self.ids.get(name) {
            return id;
        }
        let id = self.waiting.len() as ShapeId;
        self.waiting.push(name.to_owned());
        self.ids.insert(name.to_owned(), id);
        id
    }

    /// Adds the shapes that have a number, and those that they need.
    fn add_waiting(&mut self, with_summaries: bool) -> Result<()> {
        while let Some(name) = self.waiting.get(self.next).cloned() {
            self.next += 1;
            let shape = self.shape(&name, with_summaries)?;
            self.builder.shape(shape);
        }
        Ok(())
    }

    fn shape(&mut self, name: &str, with_summaries: bool) -> Result<NewShape> {
        let nothing = json!({ "type": "structure" });
        let shape = if name.is_empty() { &nothing } else { &self.shapes[name] };
        let reference =
            |side: &str| shape[side]["shape"].as_str().with_context(|| format!("{name}: no {side}"));
        let bounds = Bounds { min: shape["min"].as_f64(), max: shape["max"].as_f64() };
        Ok(match shape["type"].as_str().with_context(|| format!("no shape {name}"))? {
            "structure" if shape["document"] == true => NewShape::Document,
            "structure" => {
                let members = self.members(name, shape, with_summaries)?;
                NewShape::Structure(members, shape["union"] == true)
            }
            "list" => NewShape::List(self.id(reference("member")?), bounds),
            "map" => NewShape::Map(self.id(reference("value")?), bounds),
            "string" if shape["enum"].is_array() => {
                NewShape::Enum(strings(&shape["enum"]).map(str::to_owned).collect())
            }
            "string" => {
                let pattern = shape["pattern"].as_str().filter(|pattern| pattern.chars().count() <= PATTERN);
                let pattern = pattern.filter(|pattern| !pattern.contains('\n'));
                NewShape::String(pattern.map(str::to_owned), bounds)
            }
            "blob" => NewShape::Blob(bounds),
            "boolean" => NewShape::Boolean,
            "integer" | "long" => NewShape::Integer(bounds),
            "float" | "double" => NewShape::Float(bounds),
            "timestamp" => NewShape::Timestamp,
            other => anyhow::bail!("{name}: unknown type {other}"),
        })
    }

    fn members(&mut self, shape_name: &str, shape: &Value, with_summaries: bool) -> Result<Vec<NewMember>> {
        let required: Vec<&str> = strings(&shape["required"]).collect();
        let mut members: Vec<(&String, &Value, String)> = object(&shape["members"])
            .iter()
            .map(|(name, member)| (name, member, (self.spell)(shape_name, name)))
            .collect();
        members.sort_by(|a, b| a.2.cmp(&b.2));
        let mut new = Vec::new();
        for (api_name, member, name) in members {
            let target =
                member["shape"].as_str().with_context(|| format!("{shape_name}.{api_name}: no shape"))?;
            let documentation = member["documentation"].as_str().unwrap_or_default();
            self.summaries.push(match with_summaries {
                true => summary(documentation, MEMBER_SUMMARY),
                false => String::new(),
            });
            new.push(NewMember {
                name,
                api_name: api_name.clone(),
                shape: self.id(target),
                is_required: required.contains(&api_name.as_str()),
                is_token: member["idempotencyToken"] == true,
                is_deprecated: member["deprecated"] == true,
            });
        }
        Ok(new)
    }
}

/// Returns the first sentence of a documentation in HTML, cut after a word if it has more characters than `most`.
fn summary(documentation: &str, most: usize) -> String {
    let mut text = String::new();
    let mut is_tag = false;
    for letter in documentation.chars() {
        match letter {
            '<' => is_tag = true,
            '>' if is_tag => {
                is_tag = false;
                text.push(' ');
            }
            _ if is_tag => {}
            _ => text.push(letter),
        }
    }
    for (entity, letter) in
        [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&nbsp;", " "), ("&amp;", "&")]
    {
        text = text.replace(entity, letter);
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    let mut text = words.join(" ");
    for mark in [" .", " ,", " ;", " :", " )"] {
        text = text.replace(mark, &mark[1..]);
    }
    text = text.replace("( ", "(");
    if let Some(end) = text
        .match_indices(". ")
        .map(|(at, _)| at + 1)
        .find(|&end| !text[..end].ends_with("e.g.") && !text[..end].ends_with("i.e."))
    {
        text.truncate(end);
    }
    if text.chars().count() <= most {
        return text;
    }
    let cut: String = text.chars().take(most - 1).collect();
    let cut = cut.rsplit_once(' ').map_or(cut.as_str(), |(whole, _)| whole);
    format!("{}…", cut.trim_end_matches([',', ';', ':']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn summaries_are_first_sentences() {
        let text = "<p>Deletes a <code>table</code>, and all of its items. Then it <b>waits</b>.</p>";
        assert_eq!(summary(text, 100), "Deletes a table, and all of its items.");
        assert_eq!(summary(text, 20), "Deletes a table…");
        assert_eq!(summary("<p>Use A &amp; B, e.g. C. More.</p>", 100), "Use A & B, e.g. C.");
        assert_eq!(summary("", 100), "");
    }
}
