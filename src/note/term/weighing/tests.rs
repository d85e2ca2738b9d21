//! Tests of the evidence of titles and passages, with what a reader would say.

use expect_test::{Expect, expect};

use super::weigh;
use crate::note::term::evidence::Verdict;
use crate::note::term::title_form::TitleForm;

/// Renders the verdict, the weight and the clues of each title and passage.
fn check(pairs: &[(&str, &str)], expected: &Expect) {
    let lines = pairs.iter().map(|(title, passage)| {
        let evidence = weigh(&TitleForm::new(title), passage);
        let clues: Vec<_> = evidence.clues().map(|clue| format!("{clue:?}")).collect();
        let (verdict, weight) = (evidence.verdict(), evidence.weight());
        format!("{verdict:?} {weight}, {title}: {}\n", clues.join(" "))
    });
    expected.assert_eq(&lines.collect::<String>());
}

/// Fails unless all of these have the verdict.
#[track_caller]
fn check_all(verdict: Verdict, pairs: &[(&str, &str)]) {
    for (title, passage) in pairs {
        let evidence = weigh(&TitleForm::new(title), passage);
        let clues: Vec<_> = evidence.clues().collect();
        assert_eq!(evidence.verdict(), verdict, "{title}: {passage} ({clues:?})");
    }
}

#[test]
fn a_passage_may_say_what_its_title_is() {
    check(
        &[
            ("Sapwood", "Sapwood is the living outer wood."),
            ("Sapwood", "The term sapwood means the living outer wood."),
            ("Word embeddings", "Word embeddings are vectors."),
            ("Growth rings", "Growth rings are layers of one year."),
            ("Cambium", "A layer of cells that grows new wood."),
            ("Bark", "The outer cover of a stem."),
            ("Grafting", "Joining two plants so that they grow as one."),
            ("NPK", "Nitrogen, phosphorus and potassium, the three main nutrients."),
            ("Pollinator", "Carries pollen from one flower to another."),
            ("Mulch", "Mulch keeps the soil moist."),
            ("Leaf blight", "See [Blight](#blight)."),
        ],
        &expect![[r#"
            Defines 4, Sapwood: Says
            Defines 5, Sapwood: Says Article
            Defines 4, Word embeddings: Says
            Defines 4, Growth rings: Says
            Defines 2, Cambium: NounPhrase
            Defines 2, Bark: NounPhrase
            Unclear 1, Grafting: Fragment
            Defines 2, NPK: Fragment Acronym
            Defines 2, Pollinator: NounPhrase
            Defines 2, Mulch: Acts
            Unclear 0, Leaf blight: Refers
        "#]],
    );
}

#[test]
fn a_passage_may_do_something_else() {
    check(
        &[
            ("Watering", "You should water in the morning."),
            ("Tools", "You need the following:"),
            ("Pruning", "If a branch is dead, cut it."),
            ("Overview", "This page describes the garden."),
            ("Planting", "Dig a hole. Put the plant into it."),
            ("Frost", "What happens when it freezes?"),
            ("Seeds", "[Seeds](seeds.md)"),
            ("Gardeners", "[All gardeners][all]"),
            ("Soil", "We tried three kinds of soil last year."),
        ],
        &expect![[r#"
            Other -2, Watering: Addresses
            Other -6, Tools: Fragment Addresses LeadsIn CommonTitle
            Other -3, Pruning: Connects
            Other -3, Overview: SpeaksOfItself
            Other -3, Planting: Instructs
            Other -1, Frost: Fragment Asks
            Other -6, Seeds: HasNoText
            Other -6, Gardeners: HasNoText
            Other -1, Soil: Fragment Addresses
        "#]],
    );
}

#[test]
fn a_title_may_not_be_a_name() {
    let passage = "A short text about it.";
    check(
        &[
            ("v2.4.1", passage),
            ("2026-11-02", passage),
            ("Step 3", passage),
            ("Q", passage),
            ("Oak vs. beech", passage),
            ("Planting a tree", passage),
            ("How to plant a tree", passage),
            ("Other trees", passage),
            ("Common mistakes", passage),
            ("The oak", passage),
            ("Trees are plants", passage),
            ("Trees in the north of the country and their wood", passage),
            ("Summary", passage),
            ("Wood: what it is made of", passage),
        ],
        &expect![[r#"
            Other -4, v2.4.1: NounPhrase Numbered
            Other -4, 2026-11-02: NounPhrase Numbered
            Defines 2, Step 3: NounPhrase
            Defines 2, Q: NounPhrase Letter
            Other -2, Oak vs. beech: NounPhrase Compares
            Other -1, Planting a tree: NounPhrase InstructingTitle
            Other -4, How to plant a tree: NounPhrase FunctionWord WordyTitle QualifiedTitle
            Other -1, Other trees: NounPhrase FunctionWord
            Unclear 1, Common mistakes: NounPhrase Adjective
            Unclear 1, The oak: NounPhrase ArticleTitle
            Other -1, Trees are plants: NounPhrase SentenceTitle
            Other -3, Trees in the north of the country and their wood: NounPhrase LongTitle QualifiedTitle
            Defines 2, Summary: NounPhrase
            Other -4, Wood: what it is made of: NounPhrase SentenceTitle WordyTitle TwoParts
        "#]],
    );
}

#[test]
fn definitions_in_other_languages_are_definitions() {
    check_all(
        Verdict::Defines,
        &[
            ("Rinde", "Die Rinde ist die äußere Schicht des Stamms."),
            ("Splintholz", "Das junge Holz unter der Rinde."),
            ("Écorce", "L'écorce est la couche extérieure du tronc."),
            ("Aubier", "Le bois jeune sous l'écorce."),
            ("Corteza", "La corteza es la capa exterior del tronco."),
            ("Casca", "A casca é a camada exterior do tronco."),
            ("Corteccia", "La corteccia è lo strato esterno del tronco."),
            ("Schors", "De schors is de buitenste laag van de stam."),
            ("Кора", "Кора — это внешний слой ствола."),
            ("树皮", "树皮是树干的外层。"),
            ("樹皮", "樹皮とは、幹の外側の層である。"),
            ("나무껍질", "나무껍질은 줄기의 바깥층이다."),
        ],
    );
}

#[test]
fn instructions_in_other_languages_are_no_definitions() {
    check_all(
        Verdict::Other,
        &[
            ("Gießen", "Wenn es trocken ist, gießen Sie am Morgen."),
            ("Arrosage", "Si vous plantez en été, arrosez le matin."),
            ("Riego", "Si usted planta en verano, riegue por la mañana."),
            ("Полив", "Если сухо, поливайте утром."),
            ("浇水", "如果天气干燥，请在早上浇水。"),
        ],
    );
}

#[test]
fn a_passive_verb_does_not_say_what_its_subject_is() {
    check(
        &[
            ("Compost", "Compost is stored behind the shed."),
            ("Compost", "Compost is to cover the beds."),
            ("Compost", "Compost is usually spread in the spring."),
            ("Seed list", "Seeds are described in the catalog."),
            ("Compost", "Compost is called black gold."),
            ("Compost", "Compost is used to feed the soil."),
            ("Compost", "Compost is described as rotten leaves."),
            ("Layering", "Layering is done by bending a branch into the soil."),
        ],
        &expect![[r#"
            Unclear 0, Compost: Subject
            Unclear 0, Compost: Subject
            Unclear 0, Compost: Subject
            Unclear 0, Seed list: 
            Defines 4, Compost: Says
            Defines 4, Compost: Says
            Defines 4, Compost: Says
            Defines 4, Layering: Says
        "#]],
    );
}

#[test]
fn the_last_word_of_an_english_title_is_the_thing() {
    check(
        &[
            ("Root rot", "Rot is a decay of wet roots."),
            ("Root growth report", "Root growth is one of our subjects."),
            ("Cargo bed registration", "Two more cargo beds are included."),
            ("Poda de raíz", "La poda es un corte."),
        ],
        &expect![[r#"
            Defines 4, Root rot: Says
            Other -2, Root growth report: Addresses
            Unclear 0, Cargo bed registration: 
            Defines 3, Poda de raíz: SubjectInPart Article
        "#]],
    );
}

#[test]
fn text_in_parentheses_may_follow_the_subject() {
    check(
        &[
            (
                "The NGB",
                r#"The NGB ("national garden book"), called the green book before, is a list."#,
            ),
            ("Dry wall", "A (dry) wall — also known as a stone wall — is a wall without mortar."),
            ("Hardiness", "A property of a plant, hardiness is what lets it survive the winter."),
        ],
        &expect![[r#"
            Defines 4, The NGB: Says Article ArticleTitle
            Defines 5, Dry wall: Says Article
            Defines 5, Hardiness: Says Article
        "#]],
    );
}

#[test]
fn a_sentence_in_lower_case_with_a_verb_is_not_a_fragment() {
    check(
        &[
            ("Remote watering", "gardenctl supports watering from afar."),
            ("Hose", "keeps the beds wet"),
        ],
        &expect![[r#"
            Unclear 0, Remote watering: 
            Defines 2, Hose: NounPhrase
        "#]],
    );
}

#[test]
fn a_title_has_parts_around_a_dash() {
    check(
        &[("Bed - north", "Only for shade.")],
        &expect![[r#"
        Other -1, Bed - north: Fragment TwoParts
    "#]],
    );
}

#[test]
fn japanese_names_a_subject_after_a_phrase_and_before_a_noun() {
    check(
        &[
            ("剪定", "果樹の栽培における剪定とは、枝を切る作業を指します。"),
            ("prune", "pruneコマンドは、枝を切る命令である。"),
            ("prune", "枝を切る。"),
            ("畑", "今年の畑は広い。"),
        ],
        &expect![[r#"
            Defines 4, 剪定: Says
            Defines 2, prune: Acts
            Unclear 1, prune: Fragment
            Defines 2, 畑: Acts
        "#]],
    );
}
