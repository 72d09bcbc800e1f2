use std::collections::{BTreeSet, HashSet};

use anyhow::{Result, bail};
use aws_services::write::NewService;
use aws_services::{Model, Service, Shape, names, sdk_services};
use serde_json::Value;

use super::api::{Api, object, strings};

/// Prints the services and actions that an index adds to the one of this program, and those that it lacks.
pub(super) fn print(services: &[NewService]) {
    let old = actions(sdk_services().iter().map(|service| (service.name(), service.model())));
    let new = services.iter().filter(|service| !service.is_optimized);
    let new = actions(new.filter_map(|service| Some((service.name.as_str(), service.model.as_ref()?))));
    for name in new.difference(&old) {
        println!("+ {name}");
    }
    for name in old.difference(&new) {
        println!("- {name}");
    }
}

fn actions<'m>(services: impl Iterator<Item = (&'m str, &'m Model)>) -> BTreeSet<String> {
    services
        .flat_map(|(service, model)| {
            model.actions().map(move |action| format!("{service}:{}", action.name()))
        })
        .collect()
}

/// Compares the index of this program with the models of botocore, member by member.
pub(super) fn compare_with_models(apis: &[Api]) -> Result<()> {
    let mut members = 0;
    let mut differences = Vec::new();
    for api in apis {
        let Some(service) = aws_services::sdk_service(&api.service()).filter(|service| !service.is_retired())
        else {
            continue;
        };
        for (operation, value) in api.operations() {
            let name = format!("{}:{}", service.name(), names::action(operation));
            let Some(action) = service.action(&names::action(operation)) else {
                differences.push(format!("{name} is missing"));
                continue;
            };
            let errors = value["errors"].as_array().map_or(0, Vec::len);
            if action.errors().count() != errors {
                differences.push(format!("{name}: errors"));
            }
            let mut walk = Walk { api, service, seen: HashSet::new(), members: 0, differences: Vec::new() };
            walk.compare(&name, value["input"]["shape"].as_str(), Shape::Structure(action.input()));
            walk.compare(&name, value["output"]["shape"].as_str(), action.output());
            members += walk.members;
            differences.extend(walk.differences);
        }
    }
    if !differences.is_empty() {
        bail!("the index differs from the models:\n{}", differences.join("\n"));
    }
    println!("the index equals the models of botocore ({members} members compared)");
    Ok(())
}

struct Walk<'a> {
    api: &'a Api,
    service: &'a Service,
    seen: HashSet<&'a str>,
    members: usize,
    differences: Vec<String>,
}

impl<'a> Walk<'a> {
    fn compare(&mut self, path: &str, shape: Option<&'a str>, found: Shape<'_>) {
        let Some(name) = shape.filter(|name| self.seen.insert(name)) else { return };
        let shape = self.api.shape(name);
        let is_same = match (shape["type"].as_str().unwrap_or_default(), found) {
            ("structure", Shape::Document) => shape["document"] == true,
            ("structure", Shape::Structure(structure)) => {
                let members = object(&shape["members"]);
                for (api_name, member) in members {
                    if self.service.name() == "ec2" && api_name == "DryRun" {
                        continue;
                    }
                    let path = format!("{path} {api_name}");
                    let target = member["shape"].as_str();
                    let api_name = names::optimized_member(api_name);
                    let found = structure
                        .members()
                        .find(|member| names::optimized_member(member.api_name()) == api_name);
                    let Some(found) = found else {
                        self.differences.push(path);
                        continue;
                    };
                    let is_required =
                        strings(&shape["required"]).any(|name| names::optimized_member(name) == api_name);
                    if found.is_required() != is_required && self.service.name() != "s3" {
                        self.differences.push(format!("{path}: required"));
                    }
                    self.members += 1;
                    self.compare(&path, target, found.shape());
                }
                structure.is_union() == (shape["union"] == true)
            }
            ("list", Shape::List(list)) => {
                self.compare(&format!("{path}[]"), shape["member"]["shape"].as_str(), list.element());
                has_bounds(shape, list.length)
            }
            ("map", Shape::Map(map)) => {
                self.compare(&format!("{path}.*"), shape["value"]["shape"].as_str(), map.element());
                has_bounds(shape, map.length)
            }
            ("string", Shape::String(string)) if shape["enum"].is_array() => {
                string.values().eq(strings(&shape["enum"]))
            }
            ("string", Shape::String(string)) => has_bounds(shape, string.length),
            ("blob", Shape::Blob(length)) => has_bounds(shape, length),
            ("integer" | "long", Shape::Integer(range)) => has_bounds(shape, range),
            ("float" | "double", Shape::Float(range)) => has_bounds(shape, range),
            ("boolean", Shape::Boolean) | ("timestamp", Shape::Timestamp) => true,
            _ => false,
        };
        if !is_same {
            self.differences.push(format!("{path}: {name}"));
        }
    }
}

fn has_bounds(shape: &Value, bounds: aws_services::Bounds) -> bool {
    bounds.min == shape["min"].as_f64() && bounds.max == shape["max"].as_f64()
}
