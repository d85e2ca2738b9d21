//! Registrations: once per method, statically or dynamically, and only if the client allows it.

use std::collections::HashMap;

use serde_json::Value;

use super::Wrong;
use super::agreed::{Agreed, at, items, offers};
use crate::support::model::{Method, Model, Part};

/// The method of each registration, by its id.
#[derive(Default)]
pub(crate) struct Registrations(HashMap<String, String>);

impl Registrations {
    pub(crate) fn register(
        &mut self,
        agreed: &Agreed,
        model: &Model,
        params: &Value,
        wrong: &mut Wrong,
    ) {
        for registration in items(&params["registrations"]) {
            let text = |key: &str| registration[key].as_str().unwrap_or_default().to_owned();
            let method = text("method");
            if self.0.values().any(|registered| *registered == method) {
                wrong.push(format!("{method} is registered twice"));
            }
            if self.0.insert(text("id"), method.clone()).is_some() {
                wrong.push(format!("{} is the id of two registrations", text("id")));
            }
            let Some((name, known)) = model.registered(&method) else { continue };
            if !is_allowed(agreed, &method, known) {
                wrong.push(format!("the client does not let {method} be registered"));
            }
            let provider = known.server_capability.as_deref();
            let offered = agreed.offered.as_ref().zip(provider);
            if offered.is_some_and(|(offered, provider)| offers(offered, provider)) {
                wrong.push(format!("{method} is registered, and offered from the start"));
            }
            let options = registration.get("registerOptions");
            wrong.extend(model.errors(name, Part::Registration, options));
            watchers(agreed, options.unwrap_or(&Value::Null), wrong);
        }
    }

    pub(crate) fn unregister(&mut self, params: &Value, wrong: &mut Wrong) {
        for registration in items(&params["unregisterations"]) {
            let id = registration["id"].as_str().unwrap_or_default();
            if self.0.remove(id).is_none() {
                wrong.push(format!("{id} was not registered"));
            }
        }
    }
}

/// Checks that the client supports patterns relative to a folder.
fn watchers(agreed: &Agreed, options: &Value, wrong: &mut Wrong) {
    let is_relative = |watcher: &Value| watcher["globPattern"].is_object();
    if items(&options["watchers"]).any(is_relative)
        && !agreed.can("workspace.didChangeWatchedFiles.relativePatternSupport")
    {
        wrong.push("a relative pattern is for clients with relativePatternSupport".to_owned());
    }
}

/// Whether the client allows the dynamic registration of a method. The flag is in the capability,
/// or in the group of the capability.
fn is_allowed(agreed: &Agreed, name: &str, method: &Method) -> bool {
    if name == "workspace/didChangeWorkspaceFolders" {
        return agreed.can("workspace.workspaceFolders");
    }
    let mut path = method.client_capability.as_deref();
    while let Some(prefix) = path {
        match at(&agreed.capabilities, &format!("{prefix}.dynamicRegistration")) {
            Some(flag) => return flag == true,
            None => path = prefix.rsplit_once('.').map(|(prefix, _)| prefix),
        }
    }
    false
}
