//! What a definition needs: the permissions of its calls, of Distributed Map states, and of logging and tracing.

use asl_core::catalog::StateKind;
use asl_core::catalog::services::{Pattern, Resource};
use asl_core::model::{Object, State};
use asl_core::text::Span;
use asl_core::{Analysis, brief};
use aws_services::{Service, optimized_service, sdk_service};

use crate::actions::{Actions, REFERENCE, actions};
use crate::jobs::{self, On, RULE_ACTIONS, RULE_IS_UNKNOWN};
use crate::parameters::{Parameters, Value};
use crate::policy::{Condition, Permission, Policy};
use crate::resources::{arn, resources};
use crate::roles::PASSED;
use crate::template::{Template, sub_text};

/// What a definition needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Requirements {
    /// The least-privilege policy.
    pub policy: Policy,
    /// The permissions that the policy grants.
    pub permissions: Vec<Permission>,
    /// What is not known, and what needs attention.
    pub remarks: Vec<Remark>,
    /// Whether the actions of all states are known.
    pub is_complete: bool,
}

impl Requirements {
    /// Adds what another definition with the same role needs.
    pub fn add(&mut self, other: &Requirements) {
        self.permissions.extend(other.permissions.iter().cloned());
        self.policy = Policy::new(&self.permissions);
        self.remarks.extend(other.remarks.iter().cloned());
        self.is_complete &= other.is_complete;
    }
}

/// Something that the policy does not say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// The state that it is about.
    pub span: Span,
    /// What is not known, or what to do.
    pub message: String,
}

/// Returns what a definition needs, with what a template says about its state machine.
pub fn requirements(analysis: &Analysis, template: &Template) -> Requirements {
    let mut needs = Needs { template, permissions: Vec::new(), remarks: Vec::new(), is_complete: true };
    for state in analysis.model().states() {
        needs.state(state);
    }
    let context = analysis.template_context().unwrap_or(analysis.host());
    if context.is_traced == Some(true) {
        for action in TRACING {
            needs.add(action, "*", XRAY_PAGE);
        }
    }
    if context.is_logged == Some(true) {
        for action in LOGGING {
            needs.add(action, "*", LOGS_PAGE);
        }
    }
    Requirements {
        policy: Policy::new(&needs.permissions),
        permissions: needs.permissions,
        remarks: needs.remarks,
        is_complete: needs.is_complete,
    }
}

const TRACING: &[&str] = &[
    "xray:PutTraceSegments",
    "xray:PutTelemetryRecords",
    "xray:GetSamplingRules",
    "xray:GetSamplingTargets",
];
const XRAY_PAGE: &str = "https://docs.aws.amazon.com/step-functions/latest/dg/concepts-xray-tracing.html";

const LOGGING: &[&str] = &[
    "logs:CreateLogDelivery",
    "logs:CreateLogStream",
    "logs:GetLogDelivery",
    "logs:UpdateLogDelivery",
    "logs:DeleteLogDelivery",
    "logs:ListLogDeliveries",
    "logs:PutLogEvents",
    "logs:PutResourcePolicy",
    "logs:DescribeResourcePolicies",
    "logs:DescribeLogGroups",
];
const LOGS_PAGE: &str = "https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html";
const MAP_PAGE: &str = "https://docs.aws.amazon.com/step-functions/latest/dg/iam-policies-eg-dist-map.html";
const READER_PAGE: &str = "https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itemreader.html";
const WRITER_PAGE: &str =
    "https://docs.aws.amazon.com/step-functions/latest/dg/input-output-resultwriter.html";
const HTTP_PAGE: &str = "https://docs.aws.amazon.com/step-functions/latest/dg/call-https-apis.html";
const ACCOUNTS_PAGE: &str =
    "https://docs.aws.amazon.com/step-functions/latest/dg/concepts-access-cross-acct-resources.html";

/// Actions of AWS SDK integrations that cannot be limited to resources, besides those that list or describe.
const ON_ANY: &[&str] = &[
    "cloudwatch:PutMetricData",
    "s3:ListAllMyBuckets",
    "s3express:ListAllMyDirectoryBuckets",
    "textract:AnalyzeDocument",
    "textract:DetectDocumentText",
    "translate:TranslateText",
];

/// The call of a Task, once its template has filled in the `Resource`.
#[derive(Clone, Copy)]
struct Call<'r> {
    is_sdk: bool,
    service: &'r str,
    action: &'r str,
    pattern: Pattern,
}

impl<'r> Call<'r> {
    fn parse(resource: &'r str) -> Option<Call<'r>> {
        match Resource::parse(resource) {
            Resource::Optimized { service, action, pattern } => {
                Some(Call { is_sdk: false, service, action, pattern })
            }
            Resource::Sdk { service, action, pattern } => {
                Some(Call { is_sdk: true, service, action, pattern })
            }
            Resource::Activity | Resource::Other => None,
        }
    }

    fn name(self) -> String {
        format!("{}{}:{}", if self.is_sdk { "aws-sdk:" } else { "" }, self.service, self.action)
    }

    fn known_service(self) -> Option<&'static Service> {
        if self.is_sdk { sdk_service(self.service) } else { optimized_service(self.service) }
    }

    fn is_known(self) -> bool {
        self.known_service().is_some_and(|service| service.action(self.action).is_some())
            || !self.is_sdk
                && aws_services::optimized::actions(self.service).any(|known| known.action == self.action)
    }
}

/// The maximum length in characters of a message. ARNs are longer than other names.
pub(crate) const MAX_MESSAGE: usize = 1000;

/// The permissions that have been found.
struct Needs<'a> {
    template: &'a Template,
    permissions: Vec<Permission>,
    remarks: Vec<Remark>,
    is_complete: bool,
}

impl<'a> Needs<'a> {
    fn add(&mut self, action: &str, resource: &str, source: &'static str) {
        self.add_if(action, resource, Vec::new(), source);
    }

    fn add_if(&mut self, action: &str, resource: &str, conditions: Vec<Condition>, source: &'static str) {
        let (action, resource) = (action.to_owned(), resource.to_owned());
        self.permissions.push(Permission { action, resource, conditions, source });
    }

    fn remark(&mut self, state: State<'_>, message: String) {
        self.remarks.push(Remark {
            span: state.name().span,
            message: brief::shortened(&message, MAX_MESSAGE).into_owned(),
        });
    }

    fn unknown(&mut self, state: State<'_>, message: String) {
        self.is_complete = false;
        self.remark(state, message);
    }

    fn state(&mut self, state: State<'a>) {
        match state.kind() {
            Some(StateKind::Task) => self.task(state),
            Some(StateKind::Map) if state.is_distributed_map() => self.distributed_map(state),
            _ => {}
        }
    }

    fn task(&mut self, state: State<'a>) {
        let name = brief::name(state.name().value);
        if let Some(role) = self.other_role(state) {
            match role {
                Value::Text(role) => {
                    self.add("sts:AssumeRole", &role, ACCOUNTS_PAGE);
                    self.remark(
                        state,
                        format!("state `{name}` runs with the role in `Credentials`, which needs the permissions of its call"),
                    );
                }
                _ => self.remark(
                    state,
                    format!("state `{name}` runs with a role that is computed at run time; allow `sts:AssumeRole` for it"),
                ),
            }
            return;
        }
        let Some(resource) = state.get("Resource") else {
            return self.unknown(state, format!("state `{name}` has no `Resource`"));
        };
        let text = resource.as_str().map(|text| self.template.substitute(text));
        match text.or_else(|| sub_text(resource, self.template)) {
            Some(text) => match Call::parse(&text) {
                Some(call) => self.call(state, call),
                None => self.direct(state, &text),
            },
            None => self.unknown(state, format!("the `Resource` of state `{name}` is not known")),
        }
    }

    /// Returns the role of a Task that runs with a role of its own.
    fn other_role(&self, state: State<'a>) -> Option<Value> {
        let credentials = state.get("Credentials")?;
        Some(Parameters::new(Some(credentials), state.language(), self.template).value("RoleArn"))
    }

    /// Adds what a `Resource` needs that is not a service integration: a Lambda function or an activity.
    fn direct(&mut self, state: State<'a>, resource: &str) {
        let name = brief::name(state.name().value);
        let lambda = jobs::page("lambda");
        if Resource::function(resource).is_some() {
            return self.add("lambda:InvokeFunction", resource, lambda);
        }
        if Resource::parse(resource) == Resource::Activity {
            return;
        }
        let reference = resource.strip_prefix("${").and_then(|rest| rest.strip_suffix('}'));
        let Some(reference) = reference.filter(|reference| !reference.contains('{')) else {
            return self.unknown(state, format!("what state `{name}` calls is not known: `{}`", resource));
        };
        let target = reference.split('.').next().unwrap_or(reference);
        match self.template.type_of(target) {
            Some("AWS::StepFunctions::Activity") => return,
            Some("AWS::Lambda::Function" | "AWS::Serverless::Function") => {}
            _ if reference.starts_with("aws_lambda_function.") => {}
            _ => self.remark(
                state,
                format!("state `{name}` is assumed to call a Lambda function: `{}`", resource),
            ),
        }
        self.add("lambda:InvokeFunction", resource, lambda);
    }

    fn call(&mut self, state: State<'a>, call: Call<'_>) {
        let name = brief::name(state.name().value);
        let parameters = Parameters::of(state, self.template);
        if !call.is_sdk {
            match (call.service, call.action) {
                ("http", "invoke") => return self.http(state, parameters),
                ("apigateway", "invoke") => return self.api(state, parameters),
                _ => {}
            }
        }
        let Some(service) = call.known_service() else {
            return self
                .unknown(state, format!("state `{name}` calls an unknown service: `{}`", call.name()));
        };
        let page = if call.is_sdk { REFERENCE } else { jobs::page(call.service) };
        let names = match actions(service, call.is_sdk, call.action) {
            Actions::Known(names) => names,
            Actions::None => {
                let message =
                    format!("`{}` of state `{name}` is not authorized by IAM policies", call.name());
                return self.remark(state, message);
            }
            Actions::Unknown => {
                return self.unknown(
                    state,
                    format!("the permissions for `{}` of state `{name}` are not known", call.name()),
                );
            }
        };
        if !call.is_known() {
            self.remark(state, format!("`{}` of state `{name}` is not a known action", call.name()));
        }
        if matches!(call.action, "copyObject" | "uploadPartCopy") && call.service == "s3" {
            self.copy(parameters, page);
        } else {
            for action in &names {
                self.action(state, action, parameters, page);
            }
        }
        self.besides(state, call, parameters, page, names.first().map_or("", String::as_str));
        for action in &names {
            self.roles(state, action, parameters);
        }
    }

    /// Adds an action of a call on its resources.
    fn action(&mut self, state: State<'a>, action: &str, parameters: Parameters<'a>, page: &'static str) {
        let name = brief::name(state.name().value);
        if action == "bedrock:InvokeModel" {
            return self.model(state, parameters, page);
        }
        if action == "mediaconvert:CreateJob" {
            // The settings of a job may refer to presets, and those of a template to its queue.
            for resource in ["queues/*", "jobTemplates/*", "presets/*"] {
                self.add(action, &arn_of(&format!("mediaconvert:{{region}}:{{account}}:{resource}")), page);
            }
            return;
        }
        let found = resources(action, parameters, self.template);
        if let Some(parameter) = found.unknown.first() {
            let resource = &found.arns[0];
            self.remark(
                state,
                format!("the resource of `{action}` in state `{name}` depends on `{parameter}`, which is not known: `{}`", resource),
            );
        }
        let operation = action.split_once(':').map_or("", |(_, operation)| operation);
        let is_on_any =
            ON_ANY.contains(&action) || operation.starts_with("Describe") || operation.starts_with("List");
        if page == REFERENCE && found.arns == ["*"] && !is_on_any {
            self.remark(
                state,
                format!("`{action}` of state `{name}` is allowed on all resources; narrow them if it supports that"),
            );
        }
        if action == "sns:Publish" && found.arns == ["*"] {
            self.remark(
                state,
                format!(
                    "state `{name}` does not publish to a topic, which needs `{action}` on all resources"
                ),
            );
        }
        for mut resource in found.arns {
            if let (true, Value::Text(qualifier)) =
                (action == "lambda:InvokeFunction", parameters.value("Qualifier"))
            {
                resource = format!("{resource}:{qualifier}");
            }
            self.add(action, &resource, page);
        }
    }

    /// Adds what copying an object needs: to read one and to write the other.
    fn copy(&mut self, parameters: Parameters<'a>, page: &'static str) {
        let source = match parameters.value("CopySource") {
            Value::Text(source) => format!("arn:${{AWS::Partition}}:s3:::{}", source.trim_start_matches('/')),
            _ => "arn:${AWS::Partition}:s3:::*".to_owned(),
        };
        self.add("s3:GetObject", &source, page);
        self.add("s3:PutObject", &arn("s3:::{Bucket}/{Key}", parameters), page);
    }

    /// Adds what invoking a model needs. The ID of a cross-region inference profile begins with a geography.
    fn model(&mut self, state: State<'a>, parameters: Parameters<'a>, page: &'static str) {
        let action = "bedrock:InvokeModel";
        match parameters.value("ModelId") {
            Value::Text(id) if id.starts_with("arn:") => self.add(action, &id, page),
            Value::Text(id) => match id.split_once('.') {
                Some(("us" | "eu" | "apac" | "jp" | "au" | "ca" | "us-gov" | "global", model)) => {
                    let profile = format!("bedrock:{{region}}:{{account}}:inference-profile/{id}");
                    self.add(action, &arn(&profile, parameters), page);
                    // The profile routes the request to one of several regions.
                    let model = format!("arn:${{AWS::Partition}}:bedrock:*::foundation-model/{model}");
                    self.add(action, &model, page);
                }
                _ => self.add(action, &arn("bedrock:{region}::foundation-model/{ModelId}", parameters), page),
            },
            _ => {
                let name = brief::name(state.name().value);
                self.remark(
                    state,
                    format!("the model of state `{name}` is not known: all foundation models are allowed"),
                );
                self.add(action, &arn("bedrock:{region}::foundation-model/*", parameters), page);
            }
        }
    }

    /// Adds what a call needs besides its action.
    fn besides(
        &mut self,
        state: State<'a>,
        call: Call<'_>,
        parameters: Parameters<'a>,
        page: &'static str,
        action: &str,
    ) {
        let name = brief::name(state.name().value);
        let is_job = matches!(call.pattern, Pattern::Sync | Pattern::Sync2);
        if !call.is_sdk && is_job {
            self.job(state, call, parameters, page, action);
        }
        match (call.is_sdk, call.service, call.action) {
            (false, "sagemaker", "createTrainingJob" | "createTransformJob") => {
                self.add("sagemaker:ListTags", "*", page);
            }
            (false, "emr-serverless", "createApplication") => self.service_linked_role(
                "iam::{account}:role/aws-service-role/ops.emr-serverless.amazonaws.com/AWSServiceRoleForAmazonEMRServerless*",
                "ops.emr-serverless.amazonaws.com",
                parameters,
                page,
            ),
            (false, "emr-containers", "createVirtualCluster") => self.service_linked_role(
                "iam::{account}:role/aws-service-role/emr-containers.amazonaws.com/AWSServiceRoleForAmazonEMRContainers",
                "emr-containers.amazonaws.com",
                parameters,
                page,
            ),
            (false, "eks", "createNodegroup") => {
                self.add("ec2:DescribeSubnets", "*", page);
                for action in ["iam:GetRole", "iam:ListAttachedRolePolicies"] {
                    self.add(action, "arn:${AWS::Partition}:iam::${AWS::AccountId}:role/*", page);
                }
            }
            (false, "athena", "startQueryExecution") => self.remark(
                state,
                format!(
                    "the query of state `{name}` needs access to its data: Amazon S3 (data and results), the AWS Glue \
                     Data Catalog and, if it is used, AWS Lake Formation"
                ),
            ),
            (_, "ecs", "runTask") => self.remark(
                state,
                format!(
                    "`ecs:runTask` in state `{name}` needs `iam:PassRole` for the task role and the execution role of \
                     the task definition, which is not part of the definition"
                ),
            ),
            (true, "rdsdata", _) => {
                if let Value::Text(secret) = parameters.value("SecretArn") {
                    self.add("secretsmanager:GetSecretValue", &secret, REFERENCE);
                }
            }
            _ => {}
        }
    }

    fn job(
        &mut self,
        state: State<'a>,
        call: Call<'_>,
        parameters: Parameters<'a>,
        page: &'static str,
        action: &str,
    ) {
        let name = brief::name(state.name().value);
        let Some(job) = jobs::job(call.service, call.action) else {
            return self
                .remark(state, format!("what `{}.sync` in state `{name}` needs is not known", call.name()));
        };
        let on = match job.on {
            On::Same => resources(action, parameters, self.template).arns,
            On::Any => vec!["*".to_owned()],
            On::Arn(text) => vec![arn(text, parameters)],
            On::Executions => {
                let machines = resources(action, parameters, self.template).arns;
                machines.iter().map(|machine| self.executions(machine)).collect()
            }
        };
        for action in job.actions {
            for resource in &on {
                self.add(action, resource, page);
            }
        }
        if let Some(rule) = job.rule {
            let rule = arn(&format!("events:{{region}}:{{account}}:rule/{rule}"), parameters);
            for action in RULE_ACTIONS {
                self.add(action, &rule, page);
            }
        }
        if RULE_IS_UNKNOWN.contains(&(call.service, call.action)) {
            self.remark(
                state,
                format!(
                    "`{}.sync` in state `{name}` may need an EventBridge rule that AWS does not document",
                    call.name()
                ),
            );
        }
    }

    /// Returns the executions of a state machine.
    fn executions(&self, machine: &str) -> String {
        if let Some((before, name)) = machine.split_once(":stateMachine:") {
            // A version or an alias is not part of the ARN of an execution.
            let name = if name.contains("${") { name } else { name.split(':').next().unwrap_or(name) };
            return format!("{before}:execution:{name}:*");
        }
        let reference =
            machine.strip_prefix("${").and_then(|rest| rest.strip_suffix('}')).unwrap_or_default();
        let resource = reference.strip_suffix(".Arn").unwrap_or(reference);
        let name = if self.template.is_resource(resource) {
            format!("${{{resource}.Name}}")
        } else {
            "*".to_owned()
        };
        let name = if name == "*" { name } else { format!("{name}:*") };
        format!("arn:${{AWS::Partition}}:states:${{AWS::Region}}:${{AWS::AccountId}}:execution:{name}")
    }

    fn service_linked_role(
        &mut self,
        role: &str,
        service: &str,
        parameters: Parameters<'a>,
        page: &'static str,
    ) {
        let condition =
            Condition { operator: "StringLike", key: "iam:AWSServiceName", value: service.to_owned() };
        self.add_if("iam:CreateServiceLinkedRole", &arn(role, parameters), vec![condition], page);
    }

    /// Adds `iam:PassRole` for the roles in the parameters of a call.
    fn roles(&mut self, state: State<'a>, action: &str, parameters: Parameters<'a>) {
        for passed in PASSED.iter().filter(|passed| passed.action == action) {
            let role = match parameters.value(passed.parameter) {
                Value::Absent => continue,
                Value::Unknown => {
                    let (name, parameter) = (brief::name(state.name().value), passed.parameter);
                    self.remark(
                        state,
                        format!("the role in `{parameter}` of state `{name}` is not known: `iam:PassRole` is allowed for all roles of the account"),
                    );
                    "*".to_owned()
                }
                Value::Text(role) => role,
            };
            let is_arn = role.starts_with("arn:") || role.ends_with("rn}");
            let role = if is_arn {
                role
            } else {
                format!("arn:${{AWS::Partition}}:iam::${{AWS::AccountId}}:role/{role}")
            };
            let condition = Condition {
                operator: "StringEquals",
                key: "iam:PassedToService",
                value: passed.passed_to.to_owned(),
            };
            self.add_if("iam:PassRole", &role, vec![condition], passed.source);
        }
    }

    /// Adds what an HTTP Task needs: to call the endpoint, and the credentials of its connection.
    fn http(&mut self, state: State<'a>, parameters: Parameters<'a>) {
        let name = brief::name(state.name().value);
        let mut conditions = Vec::new();
        match parameters.value("ApiEndpoint") {
            Value::Text(endpoint) => conditions.push(Condition {
                operator: "StringLike",
                key: "states:HTTPEndpoint",
                value: endpoint,
            }),
            _ => self.remark(
                state,
                format!("the endpoint of state `{name}` is not known: all endpoints are allowed"),
            ),
        }
        if let Value::Text(method) = parameters.value("Method") {
            conditions.push(Condition { operator: "StringEquals", key: "states:HTTPMethod", value: method });
        }
        let own = self.own_arn("stateMachine", "");
        self.add_if("states:InvokeHTTPEndpoint", &own, conditions, HTTP_PAGE);
        let path = ["Authentication.ConnectionArn", "InvocationConfig.ConnectionArn"]
            .into_iter()
            .find(|path| parameters.value(path) != Value::Absent);
        let connection = match path.map(|path| parameters.value(path)) {
            Some(Value::Text(arn)) => arn,
            _ => {
                self.remark(
                    state,
                    format!("the connection of state `{name}` is not known: all connections are allowed"),
                );
                arn("events:{region}:{account}:connection/*", parameters)
            }
        };
        self.add("events:RetrieveConnectionCredentials", &connection, HTTP_PAGE);
        let secret = arn("secretsmanager:{region}:{account}:secret:events!connection/*", parameters);
        for action in ["secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret"] {
            self.add(action, &secret, HTTP_PAGE);
        }
    }

    /// Adds what a call of an API of API Gateway needs, which depends on the authorization of the API.
    fn api(&mut self, state: State<'a>, parameters: Parameters<'a>) {
        let name = brief::name(state.name().value);
        match parameters.value("AuthType") {
            Value::Absent => return,
            Value::Text(kind) if kind == "NO_AUTH" => return,
            Value::Text(kind) if kind == "RESOURCE_POLICY" => {
                let message = format!(
                    "the resource policy of the API that state `{name}` calls must allow the state machine"
                );
                return self.remark(state, message);
            }
            _ => {}
        }
        let part = |path: &str| match parameters.value(path) {
            Value::Text(text) => text,
            _ => "*".to_owned(),
        };
        let endpoint = part("ApiEndpoint");
        let api = endpoint.split_once('.').map_or(endpoint.as_str(), |(api, _)| api);
        let (stage, method, path) = (part("Stage"), part("Method"), part("Path"));
        let resource = format!(
            "execute-api:{{region}}:{{account}}:{api}/{stage}/{method}/{}",
            path.trim_start_matches('/')
        );
        self.add("execute-api:Invoke", &arn_of(&resource), jobs::page("apigateway"));
    }

    /// Adds what a Distributed Map needs: to start its child executions, and the data that it reads and writes.
    fn distributed_map(&mut self, state: State<'a>) {
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

    /// Returns the ARN of the state machine itself, or of its executions.
    fn own_arn(&self, kind: &str, suffix: &str) -> String {
        let name = match (&self.template.machine, &self.template.resource) {
            (Some(name), _) => name.clone(),
            // CloudFormation appends random characters. A reference to the state machine would be circular.
            (None, Some(resource)) => format!("{resource}-*"),
            (None, None) => OWN_NAME.to_owned(),
        };
        arn_of(&format!("states:{{region}}:{{account}}:{kind}:{name}{suffix}"))
    }
}

/// The name of the state machine, if nothing tells it.
pub(crate) const OWN_NAME: &str = "${StateMachineName}";

/// Returns an ARN without parameters.
fn arn_of(text: &str) -> String {
    let text = text.replace("{region}", "${AWS::Region}").replace("{account}", "${AWS::AccountId}");
    format!("arn:${{AWS::Partition}}:{text}")
}
