use aws_services::names;
use serde_json::{Map, Value};

/// The API of a service, as botocore describes it.
#[derive(Debug)]
pub(super) struct Api {
    /// The folder of the service in botocore, which is also its name there.
    pub(super) folder: String,
    pub(super) model: Value,
}

impl Api {
    pub(super) fn metadata(&self, key: &str) -> &str {
        self.model["metadata"][key].as_str().unwrap_or_default()
    }

    /// The name of the service in a `Resource`.
    pub(super) fn service(&self) -> String {
        self.error_prefix().to_ascii_lowercase()
    }

    pub(super) fn error_prefix(&self) -> String {
        names::error_prefix(self.metadata("serviceId"))
    }

    /// The prefix of the actions of the service in IAM policies.
    pub(super) fn iam_prefix(&self) -> &str {
        match self.metadata("signingName") {
            "" => self.metadata("endpointPrefix"),
            name => name,
        }
    }

    /// The name of the service for people.
    pub(super) fn title(&self) -> String {
        let name = match self.metadata("serviceAbbreviation") {
            "" => self.metadata("serviceFullName"),
            name => name,
        };
        name.to_owned()
    }

    /// Other names of the service, in small letters and digits.
    pub(super) fn aliases(&self) -> Vec<String> {
        let names = [&self.folder, self.metadata("endpointPrefix"), self.metadata("signingName")];
        let mut aliases: Vec<String> = names.into_iter().map(letters).collect();
        aliases.sort();
        aliases.dedup();
        aliases.retain(|alias| !alias.is_empty() && *alias != self.service());
        aliases
    }

    pub(super) fn operations(&self) -> impl Iterator<Item = (&String, &Value)> {
        object(&self.model["operations"]).iter()
    }

    pub(super) fn operation(&self, name: &str) -> Option<&Value> {
        self.model["operations"].get(name)
    }

    pub(super) fn shape(&self, name: &str) -> &Value {
        &self.model["shapes"][name]
    }
}

/// The letters and digits of a name, in small letters.
fn letters(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_lowercase()).collect()
}

/// The members of an object; none if the value is no object.
pub(super) fn object(value: &Value) -> &Map<String, Value> {
    static NONE: std::sync::LazyLock<Map<String, Value>> = std::sync::LazyLock::new(Map::new);
    value.as_object().unwrap_or(&NONE)
}

/// The strings of an array.
pub(super) fn strings(value: &Value) -> impl Iterator<Item = &str> {
    value.as_array().into_iter().flatten().filter_map(Value::as_str)
}
