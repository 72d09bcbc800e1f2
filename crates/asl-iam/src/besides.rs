//! What calls need besides their actions on resources: jobs, roles, other services.

use asl_core::brief;
use asl_core::catalog::services::Pattern;
use asl_core::model::State;

use crate::actions::REFERENCE;
use crate::jobs::{self, On, RULE_ACTIONS, RULE_IS_UNKNOWN};
use crate::parameters::{Parameters, Value};
use crate::policy::Condition;
use crate::requirements::{Call, Needs};
use crate::resources::{arn, resources};
use crate::roles::PASSED;

impl<'a> Needs<'a> {
    /// Adds what a call needs besides its action.
    pub(crate) fn besides(
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
        let mut conditions = Vec::new();
        if job.service == "mediaconvert" {
            let (operator, key) = ("StringEquals", "aws:ResourceTag/ManagedByService");
            conditions.push(Condition { operator, key, value: "AWSStepFunctions".to_owned() });
        }
        for action in job.actions {
            for resource in &on {
                self.add_if(action, resource, conditions.clone(), page);
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
    pub(crate) fn roles(&mut self, state: State<'a>, action: &str, parameters: Parameters<'a>) {
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

    /// Adds what copying an object needs: to read one and to write the other.
    pub(crate) fn copy(&mut self, parameters: Parameters<'a>, page: &'static str) {
        let source = match parameters.value("CopySource") {
            Value::Text(source) => format!("arn:${{AWS::Partition}}:s3:::{}", source.trim_start_matches('/')),
            _ => "arn:${AWS::Partition}:s3:::*".to_owned(),
        };
        self.add("s3:GetObject", &source, page);
        self.add("s3:PutObject", &arn("s3:::{Bucket}/{Key}", parameters), page);
    }

    /// Adds what invoking a model needs. The ID of a cross-region inference profile begins with a geography.
    pub(crate) fn model(&mut self, state: State<'a>, parameters: Parameters<'a>, page: &'static str) {
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
}
