//! What each command answers.

use super::check;

#[test]
fn the_status_is_that_of_the_day() {
    check(
        "en",
        &[
            (
                "/status",
                &[
                    "28 April 2021",
                    "handed over to Russia: 26",
                    "works: 2",
                    "in all: 28",
                    "derived by us",
                    "71.5%",
                ],
                &[],
            ),
            (
                "/status 2021-04-22",
                &[
                    "can be submitted for signing: 26",
                    "Mezentsev",
                    "remains with Minsk",
                ],
                &["Kazan", "handed over"],
            ),
            (
                "/status 2021-04-23",
                &["handed over to Russia: 26", "stated on 28 April 2021"],
                &["Kazan", "works: 2", "28 union"],
            ),
            (
                "/status 2021-04-27",
                &["handed over to Russia: 26"],
                &["Kazan"],
            ),
            (
                "/status 2021-03-15",
                &["no talk of the unification", "March 2021"],
                &["Mezentsev", "26"],
            ),
            (
                "/status 5 April",
                &["Day of Unity of Peoples", "early April 2021"],
                &["Mezentsev"],
            ),
            (
                "/status 2021-02-11",
                &["71.5%", "Alexander Lukashenko, 11 February 2021"],
                &["Peskov"],
            ),
            (
                "/status 2021-02-10",
                &[
                    "nothing in the dossier up to 10 February 2021",
                    "11 February 2021",
                    "71.5%",
                ],
                &["26"],
            ),
            (
                "/status 2022-01-01",
                &["newer than 28 April 2021", "handed over to Russia: 26"],
                &[],
            ),
            ("/status 2999-01-01", &["still to come"], &[]),
        ],
    );
}

#[test]
fn quotations_and_reported_statements_are_kept_apart() {
    check(
        "en",
        &[
            (
                "/quotes",
                &[
                    "word for word",
                    "“We are continuing to work on a package of integration documents.”",
                    "1–6 of",
                ],
                &["Reported"],
            ),
            (
                "/quotes peskov",
                &[
                    "No source quotes Dmitry Peskov word for word",
                    "Reported statements",
                    "no talk of the unification",
                    "press secretary of the Russian president",
                ],
                &["“", "71.5", "substantive"],
            ),
            (
                "/quotes mishustin",
                &[
                    "“build up integration interaction”",
                    "Prime Minister of Russia",
                    "mid-April 2021",
                ],
                &["28 April"],
            ),
            (
                "/quotes Lukashenko",
                &["71.5%", "President of Belarus", "11 February 2021"],
                &["“"],
            ),
            (
                "/quotes mezentsev",
                &["remains with Minsk", "State Secretary of the Union State"],
                &["71.5", "no talk of"],
            ),
            (
                "/quotes consensus",
                &[
                    "“there is still no substantive consensus.”",
                    "Roman Golovchenko, Prime Minister of Belarus, mid-April 2021",
                ],
                &[],
            ),
            (
                "/quotes golovchenko departments",
                &[
                    "“This is a lot of work done by the sectoral departments.”",
                    "via BelTA",
                ],
                &["package of integration"],
            ),
            (
                "/quotes dmitry",
                &["several people", "Dmitry Mezentsev", "Dmitry Peskov"],
                &[],
            ),
            (
                "/quotes xyzzy",
                &["No source", "/quotes consensus"],
                &["xyzzy"],
            ),
            ("/quotes <b>", &["No source"], &["<b>"]),
            ("/quotes 😀", &["No source"], &[]),
        ],
    );
    check(
        "be",
        &[
            (
                "/quotes мишустин",
                &[
                    "“build up integration interaction”",
                    "Наш пераклад: нарошчваць інтэграцыйнае ўзаемадзеянне",
                    "прэм’ер-міністр Расіі",
                ],
                &[],
            ),
            (
                "/quotes кансэнсусу",
                &["Наш пераклад: змястоўнага кансэнсусу пакуль няма."],
                &[],
            ),
        ],
    );
}

#[test]
fn every_other_command_answers() {
    check(
        "en",
        &[
            ("/start", &["Belarus and Russia", "/help"], &[]),
            (
                "/start seed-total-28",
                &[
                    "28 union programmes in all",
                    "derived by us. 26 handed over + 2 in the works = 28.",
                ],
                &[],
            ),
            (
                "/start peskov",
                &["Dmitry Peskov", "Дмитрий Песков", "Дзмітрый Пяскоў"],
                &[],
            ),
            (
                "/start cis",
                &["The CIS", "does not lose its relevance"],
                &[],
            ),
            (
                "/start no-such-thing",
                &["Belarus and Russia", "/help"],
                &[],
            ),
            (
                "/help",
                &[
                    "/status 22 April 2021",
                    "/quotes consensus",
                    "/who Peskov",
                    "/explain roadmap",
                    "/fact seed-figure-26",
                    "/language",
                    "/privacy",
                ],
                &[],
            ),
            (
                "/timeline",
                &[
                    "11 February 2021",
                    "March 2021",
                    "early April 2021",
                    "mid-April 2021",
                    "22 April 2021",
                    "23 April 2021",
                    "28 April 2021",
                ],
                &["May", "2022"],
            ),
            (
                "/timeline 22 April 23 April",
                &["Mezentsev", "23 April 2021"],
                &["Kazan", "71.5"],
            ),
            (
                "/timeline 28.04 22.04",
                &["22 April 2021 to 28 April 2021"],
                &[],
            ),
            (
                "/timeline 2025",
                &[
                    "Nothing in the dossier",
                    "11 February 2021 to 28 April 2021",
                ],
                &[],
            ),
            (
                "/people",
                &["Roman Golovchenko", "Міхаіл Мішусцін", "Дмитрий Мезенцев"],
                &["Putin"],
            ),
            ("/who", &["Who is who"], &[]),
            ("/who Putin", &["Nobody", "/people"], &[]),
            (
                "/numbers",
                &[
                    "26",
                    "2",
                    "28",
                    "93%",
                    "71.5%",
                    "ready is not signed",
                    "derived by us",
                ],
                &[],
            ),
            (
                "/open",
                &[
                    "Two union programmes",
                    "agree in substance",
                    "signed, adopted or in force",
                ],
                &[],
            ),
            (
                "/documents",
                &[
                    "Treaty on the Union State",
                    "neither its date nor its signatories",
                    "Union programmes",
                ],
                &["1999"],
            ),
            (
                "/explain draft",
                &[
                    "A text not yet adopted",
                    "Not a construction or investment project.",
                ],
                &[],
            ),
            ("/explain проект", &["A text not yet adopted"], &[]),
            ("/explain СНД", &["Commonwealth of Independent States"], &[]),
            ("/explain xyzzy", &["not a term", "/explain"], &[]),
            (
                "/fact seed-quote-handover",
                &[
                    "“On April 23, we handed over to the Russian side the projects of 26 union programs endorsed by the Belarusian side.”",
                    "BelTA",
                    "paragraph 2, sentence 2",
                    "stated in the source",
                ],
                &[],
            ),
            (
                "/fact SEED_FIGURE_26",
                &[
                    "Drafts of 26 union programmes",
                    "“On April 23, we handed over to the Russian side the projects of 26 union programs endorsed by the Belarusian side.”",
                ],
                &[],
            ),
            (
                "/fact seed-figure-two-left",
                &["“Two union programs remain in the works”"],
                &["sectoral"],
            ),
            (
                "/fact seed-priority-issue",
                &["a paraphrase, not word for word"],
                &["Word for word"],
            ),
            ("/fact", &["/fact seed-figure-26"], &[]),
            (
                "/fact seed-figure-62",
                &["Did you mean", "seed-figure-26"],
                &[],
            ),
            (
                "/sources",
                &[
                    "projects of 26 roadmaps",
                    "46 facts rest on it",
                    "date derived",
                ],
                &[],
            ),
            ("/language", &["English"], &[]),
            (
                "/language klingon",
                &["English, Russian and Belarusian"],
                &[],
            ),
            (
                "/about",
                &["Revision 1", "46 facts from 1 source", "28 April 2021"],
                &[],
            ),
            ("/privacy", &["/language", "Not stored"], &[]),
            ("/statsu", &["Did you mean /status?"], &[]),
            ("/frobnicate", &["I do not know this command", "/help"], &[]),
            ("what is new?", &["Drafts of 26 union programmes"], &[]),
        ],
    );
}
