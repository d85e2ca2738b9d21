//! The formulae of package managers, from the templates in `packaging/`.

use std::path::Path;

use anyhow::{Context, Result, bail};
use xshell::Shell;

use crate::layout::Layout;
use crate::package::release::Release;
use crate::package::system::SYSTEMS;

/// The templates, by their paths in `packaging/`.
const TEMPLATES: [&str; 7] = [
    "aur/PKGBUILD",
    "homebrew/headword.rb",
    "nix/flake.nix",
    "scoop/headword.json",
    "winget/Headword.Headword.installer.yaml",
    "winget/Headword.Headword.locale.en-US.yaml",
    "winget/Headword.Headword.yaml",
];

/// The digest of an archive that is not there: no file has it.
const NO_DIGEST: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// Renders all templates, and returns the systems whose archives are not there.
pub fn write(sh: &Shell, layout: &Layout, release: &Release) -> Result<Vec<&'static str>> {
    let digests = SYSTEMS.map(|system| (system.triple, digest(sh, release, system.triple)));
    for template in TEMPLATES {
        let text = sh.read_file(layout.root.join("packaging").join(template))?;
        let value = |name: &str| value(release, &digests, name);
        let text = render(&text, value).with_context(|| template.to_owned())?;
        sh.write_file(release.folder.join("formulae").join(template), text)?;
    }
    let missing = digests.iter().filter(|(_, digest)| digest.is_none());
    Ok(missing.map(|(triple, _)| *triple).collect())
}

/// The digest in the checksum file of a system's archive.
fn digest(sh: &Shell, release: &Release, triple: &str) -> Option<String> {
    let extension = if triple.contains("windows") { "zip" } else { "tar.gz" };
    let name = format!("headword-{}-{triple}.{extension}.sha256", release.version);
    let line = sh.read_file(release.folder.join(Path::new(&name))).ok()?;
    line.split_whitespace().next().map(str::to_owned)
}

fn value(
    release: &Release,
    digests: &[(&'static str, Option<String>)],
    name: &str,
) -> Option<String> {
    let Release { version, repository, description, .. } = release;
    Some(match name {
        "version" => version.clone(),
        "repository" => repository.clone(),
        "description" => description.clone(),
        "download" => format!("{repository}/releases/download/v{version}"),
        _ => {
            let triple = name.strip_prefix("sha256 ")?;
            let (_, digest) = digests.iter().find(|(known, _)| *known == triple)?;
            digest.clone().unwrap_or_else(|| NO_DIGEST.to_owned())
        }
    })
}

/// Replaces each `{{name}}` by its value.
fn render(template: &str, value: impl Fn(&str) -> Option<String>) -> Result<String> {
    let mut text = String::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once("{{") {
        let (name, after) = after.split_once("}}").context("`{{` without `}}`")?;
        let Some(value) = value(name) else { bail!("no value {name}") };
        text += before;
        text += &value;
        rest = after;
    }
    Ok(text + rest)
}

#[cfg(test)]
mod tests {
    use super::render;

    #[test]
    fn each_name_is_replaced_by_its_value() {
        let value = |name: &str| (name == "a b").then(|| "1".to_owned());
        assert_eq!(render("x {{a b}}, {{a b}} }}", value).unwrap(), "x 1, 1 }}");
        assert!(render("{{c}}", value).is_err());
        assert!(render("{{a b", value).is_err());
    }
}
