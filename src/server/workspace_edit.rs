//! Conversion of verified edits to the protocol, in the richest form that the client supports.

use std::collections::HashMap;

use tower_lsp::ls_types::{
    AnnotatedTextEdit, ChangeAnnotation, CreateFile, DocumentChangeOperation, DocumentChanges,
    OneOf, OptionalVersionedTextDocumentIdentifier, Range, ResourceOp, TextDocumentEdit, TextEdit,
    Uri, WorkspaceEdit,
};

use crate::server::snapshot::Snapshot;
use crate::server::to_proto::range;
use crate::workspace::edit::{self, Group, NewNote, VerifiedEdit};

/// Converts an edit, with an annotation for each change if `annotated`. `None` if a note has no
/// valid URI, or if the edit creates notes and the client cannot: an edit is sent whole or not at
/// all.
///
/// LSP: `WorkspaceEdit`, `workspace.workspaceEdit` of the client's capabilities.
pub(super) fn workspace_edit(
    verified: &VerifiedEdit,
    snapshot: &Snapshot,
    annotated: bool,
) -> Option<WorkspaceEdit> {
    let client = snapshot.client;
    let created: Option<Vec<_>> = verified.edit().created().map(created).collect();
    let created = created.filter(|created| created.is_empty() || client.creates_files)?;
    let documents = verified.edit().notes().map(|(note, edits)| {
        let document = snapshot.workspace.document(note)?;
        let one = |edit: &edit::TextEdit| {
            let range = range(&document.note.text, edit.range, client.encoding);
            (TextEdit { range, new_text: edit.new_text.clone() }, edit.group)
        };
        Some((snapshot.uri(note)?, document.version(), edits.iter().map(one).collect()))
    });
    let documents: Vec<(_, _, Vec<_>)> = documents.collect::<Option<_>>()?;
    if !client.document_changes {
        let plain =
            |edits: Vec<(TextEdit, Group)>| edits.into_iter().map(|(edit, _)| edit).collect();
        let changes = documents.into_iter().map(|(uri, _, edits)| (uri, plain(edits)));
        return Some(WorkspaceEdit {
            changes: Some(changes.collect()),
            ..WorkspaceEdit::default()
        });
    }
    let annotated = annotated && client.change_annotations;
    let mut annotations = HashMap::new();
    let mut one = |(text_edit, group): (TextEdit, Group)| {
        if !annotated {
            return OneOf::Left(text_edit);
        }
        let annotation_id = format!("{group:?}").to_lowercase();
        annotations.entry(annotation_id.clone()).or_insert_with(|| annotation(group));
        OneOf::Right(AnnotatedTextEdit { text_edit, annotation_id })
    };
    let changes = documents.into_iter().map(|(uri, version, edits)| TextDocumentEdit {
        text_document: OptionalVersionedTextDocumentIdentifier { uri, version },
        edits: edits.into_iter().map(&mut one).collect(),
    });
    let changes = if created.is_empty() {
        DocumentChanges::Edits(changes.collect())
    } else {
        let changes = changes.map(DocumentChangeOperation::Edit);
        DocumentChanges::Operations(created.into_iter().flatten().chain(changes).collect())
    };
    Some(WorkspaceEdit {
        changes: None,
        document_changes: Some(changes),
        change_annotations: annotated.then_some(annotations),
    })
}

/// Returns the operations for a new file: its creation, which fails if it exists, and its text.
fn created(new: &NewNote) -> Option<[DocumentChangeOperation; 2]> {
    let uri = Uri::from_file_path(&new.path)?;
    let file = CreateFile { uri: uri.clone(), options: None, annotation_id: None };
    let text = TextEdit { range: Range::default(), new_text: new.text.clone() };
    let text = TextDocumentEdit {
        text_document: OptionalVersionedTextDocumentIdentifier { uri, version: None },
        edits: vec![OneOf::Left(text)],
    };
    let create = DocumentChangeOperation::Op(ResourceOp::Create(file));
    Some([create, DocumentChangeOperation::Edit(text)])
}

/// Returns the label and description of a group of changes, as the user sees them.
fn annotation(group: Group) -> ChangeAnnotation {
    let (label, description) = match group {
        Group::Certain => ("Declarations and links", "These changes are required."),
        Group::Likely => ("Mentions", "The name as declared, in any letter case."),
        Group::OtherNote => {
            ("Declarations in other notes", "These notes define a term of the same name.")
        }
        Group::Inflected => ("Mentions in singular or plural", "The new name gets the same form."),
        Group::Lossy => (
            "Mentions in another spelling",
            "The spelling is lost: renaming back does not restore it.",
        ),
        Group::OtherForm => (
            "Mentions in another grammatical form",
            "The new name is inserted as declared. Change its ending where the sentence needs it.",
        ),
        Group::Ambiguous => ("Mentions of several terms", "These may refer to another term."),
    };
    ChangeAnnotation {
        label: label.to_owned(),
        needs_confirmation: Some(group.needs_confirmation()),
        description: Some(description.to_owned()),
    }
}
