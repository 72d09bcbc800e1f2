//! What Distributed Map states need: to start their child executions, and the data that they read and write.

use asl_core::brief;
use asl_core::model::{Object, State};

use crate::parameters::{Parameters, Value};
use crate::policy::Condition;
use crate::requirements::{Needs, OWN_NAME};
use crate::resources::arn;

const MAP_PAGE: &str = "https://docs.aws.amazon.com/step-functions/latest/dg/iam-policies-eg-dist-map.html";
const READER_PAGE: &str = "https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itemreader.html";
const WRITER_PAGE: &str =
    "https://docs.aws.amazon.com/step-functions/latest/dg/input-output-resultwriter.html";

impl<'a> Needs<'a> {
    /// Adds what a Distributed Map needs: to start its child executions, and the data that it reads and writes.
    pub(crate) fn distributed_map(&mut self, state: State<'a>) {
        let name = brief::name(state.name().value);
        self.add("states:StartExecution", &self.own_arn("stateMachine", ""), MAP_PAGE);
        for action in ["states:DescribeExecution", "states:StopExecution"] {
            self.add(action, &self.own_arn("execution", ":*"), MAP_PAGE);
        }
        let label = state.get("Label").and_then(|label| label.as_str());
        let suffix = format!("/{}:*", label.unwrap_or("*"));
        self.add("states:RedriveExecution", &self.own_arn("execution", &suffix), MAP_PAGE);
        if self.template.machine.is_none() && self.template.resource.is_none() {
            self.remark(state, format!("Distributed Map `{name}` starts executions of its own state machine: replace `{OWN_NAME}` with its name"));
        }
        for reader in state.objects("ItemReader") {
            self.reader(state, reader);
        }
        for writer in state.objects("ResultWriter") {
            self.writer(state, writer);
        }
    }

    fn reader(&mut self, state: State<'a>, reader: Object<'a>) {
        let parameters = self.data(state, reader);
        let resource = reader.get("Resource").and_then(|resource| resource.as_str()).unwrap_or_default();
        if resource.ends_with(":s3:listObjectsV2") {
            let mut conditions = Vec::new();
            if let Value::Text(prefix) = parameters.value("Prefix") {
                let value = format!("{prefix}*");
                conditions.push(Condition { operator: "StringLike", key: "s3:prefix", value });
            }
            self.add_if("s3:ListBucket", &arn("s3:::{Bucket}", parameters), conditions, READER_PAGE);
            let transformation =
                reader.objects("ReaderConfig").find_map(|config| config.get("Transformation"));
            if transformation.is_some_and(|kind| kind.as_str() != Some("NONE")) {
                self.add("s3:GetObject", &arn("s3:::{Bucket}/{Prefix|}*", parameters), READER_PAGE);
            }
        } else {
            self.add("s3:GetObject", &arn("s3:::{Bucket}/{Key}", parameters), READER_PAGE);
            let kind = reader.objects("ReaderConfig").find_map(|config| config.get("InputType")?.as_str());
            if kind == Some("MANIFEST") {
                let name = brief::name(state.name().value);
                self.remark(
                    state,
                    format!("the manifest of state `{name}` names further objects, for which `s3:GetObject` is needed"),
                );
            }
        }
    }

    fn writer(&mut self, state: State<'a>, writer: Object<'a>) {
        if writer.get("Resource").is_none() {
            return;
        }
        let parameters = self.data(state, writer);
        let prefix = match parameters.value("Prefix") {
            Value::Text(prefix) => format!("{}/", prefix.trim_end_matches('/')),
            _ => String::new(),
        };
        let objects = arn(&format!("s3:::{{Bucket}}/{prefix}*"), parameters);
        for action in
            ["s3:PutObject", "s3:GetObject", "s3:ListMultipartUploadParts", "s3:AbortMultipartUpload"]
        {
            self.add(action, &objects, WRITER_PAGE);
        }
    }

    /// Returns the parameters of an `ItemReader` or a `ResultWriter`.
    fn data(&mut self, state: State<'a>, object: Object<'a>) -> Parameters<'a> {
        let node = object.get("Parameters").or(object.get("Arguments"));
        let parameters = Parameters::new(node, state.language(), self.template);
        if parameters.value("Bucket") == Value::Unknown {
            let name = brief::name(state.name().value);
            self.remark(state, format!("a bucket of state `{name}` is not known: all buckets are allowed"));
        }
        parameters
    }
}
