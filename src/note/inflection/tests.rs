//! Singulars of plurals.

use expect_test::expect;

use crate::note::inflection::singulars;

fn table(words: &[&str]) -> String {
    let lines = words.iter().map(|word| {
        let singulars: Vec<_> = singulars(word).collect();
        format!("{word}: {}\n", singulars.join(", "))
    });
    lines.collect::<Vec<_>>().concat()
}

#[test]
fn a_plural_has_candidates_for_its_singular() {
    expect![[r#"
        databases: database, databas, databasis
        caches: cache, cach
        queries: querie, query
        indexes: indexe, index, indexis
        buses: buse, bus, busis
        heroes: heroe, hero
        boxes: boxe, box, boxis
        lies: lie
        keys: key
        indices: indice, index, indix
        matrices: matrice, matrex, matrix
        services: service, servex, servix
        slices: slice, slex, slix
        menus: menu
        taxis: taxi
    "#]]
    .assert_eq(&table(&[
        "databases",
        "caches",
        "queries",
        "indexes",
        "buses",
        "heroes",
        "boxes",
        "lies",
        "keys",
        "indices",
        "matrices",
        "services",
        "slices",
        "menus",
        "taxis",
    ]));
}

#[test]
fn acronyms_have_plurals() {
    expect![[r#"
        apis: api
        gpus: gpu
        kpis: kpi
        oses: ose, os
        vms: vm
        dbs: db
    "#]]
    .assert_eq(&table(&["apis", "gpus", "kpis", "oses", "vms", "dbs"]));
}

#[test]
fn other_words_have_no_singular() {
    expect![[r#"
        : 
        s: 
        is: 
        as: 
        class: 
        process: 
        this: 
        has: 
        kubernetes: 
        redis: 
        series: 
        data: datum
        ss: 
        データs: データ
    "#]]
    .assert_eq(&table(&[
        "",
        "s",
        "is",
        "as",
        "class",
        "process",
        "this",
        "has",
        "kubernetes",
        "redis",
        "series",
        "data",
        "ss",
        "データs",
    ]));
}

#[test]
fn irregular_plurals_have_singulars() {
    expect![[r#"
        data: datum
        criteria: criterion
        phenomena: phenomenon
        indices: indice, index, indix
        indexes: indexe, index, indexis
        matrices: matrice, matrex, matrix
        vertices: vertice, vertex, vertix
        analyses: analyse, analys, analysis
        hypotheses: hypothese, hypothes, hypothesis
        bases: base, bas, basis
        axes: axe, ax, axis
        schemas: schema
        schemata: schema
        corpora: corpus
        media: medium
        children: child
        people: person
        men: man
        women: woman
        mice: mouse
        feet: foot
        lives: live, lif, life
        leaves: leave, leaf, leafe
        halves: halve, half, halfe
        formulae: formula
        stimuli: stimulus
        radii: radius
        foci: focus
        theses: these, thes, thesis
        caches: cache, cach
        buses: buse, bus, busis
        statuses: statuse, status, statusis
        quizzes: quizze, quizz, quiz
    "#]]
    .assert_eq(&table(&[
        "data",
        "criteria",
        "phenomena",
        "indices",
        "indexes",
        "matrices",
        "vertices",
        "analyses",
        "hypotheses",
        "bases",
        "axes",
        "schemas",
        "schemata",
        "corpora",
        "media",
        "children",
        "people",
        "men",
        "women",
        "mice",
        "feet",
        "lives",
        "leaves",
        "halves",
        "formulae",
        "stimuli",
        "radii",
        "foci",
        "theses",
        "caches",
        "buses",
        "statuses",
        "quizzes",
    ]));
}
