package io.forkline.aggregator.lead;

import java.util.Locale;
import java.util.Map;

/** What the rules of the tools we know mean, and what to do about them. */
final class RuleBook {

    /** The rule of an issue that is about an empty target. */
    static final String NOTHING_TO_LOOK_AT = "FILE-NONE";

    /**
     * Why an issue matters, and how to fix it.
     *
     * @param exploitable whether somebody outside can turn it against the program
     */
    record Advice(String why, String fix, boolean exploitable) {

        Advice(String why, String fix) {
            this(why, fix, false);
        }

        Advice ifExploitable() {
            return new Advice(why, fix, true);
        }
    }

    private static final Advice SHELL = new Advice(
                    "A shell runs whatever reaches the command line: input that holds a quote or a semicolon becomes a command.",
                    "Pass the arguments as a list and leave shell=False.")
            .ifExploitable();
    private static final Advice SECRET = new Advice(
                    "A secret in the source is known to everyone who can read the code, its history and its builds.",
                    "Read it from the environment or a secret store, and replace the one that has been in the code.")
            .ifExploitable();
    private static final Advice DESERIALISE = new Advice(
                    "Loading data in this format can run code that the data bring along.",
                    "Use a format that holds data only, such as JSON, or sign the data and check before loading.")
            .ifExploitable();
    private static final Advice WEAK_HASH = new Advice(
            "The hash is broken: other content with the same digest can be made.",
            "Use SHA-256, or a password hash such as scrypt for passwords; say usedforsecurity=False where it is no matter.");
    private static final Advice TLS = new Advice(
                    "The other side of the connection is not checked, so anybody in between can read and change what is said.",
                    "Leave certificate checks on, and give a CA bundle where a private CA is used.")
            .ifExploitable();
    private static final Advice COMPLEX = new Advice(
            "Every further branch doubles the ways through the function: it is hard to test and easy to break.",
            "Split it by its decisions, return early, and give each part a test of its own.");
    private static final Advice UNDOCUMENTED = new Advice(
            "Whoever calls it has to read its code to know what it promises.",
            "Write one sentence on what it is for, then what a caller cannot see: units, failures, side effects.");
    private static final Advice UNTESTED = new Advice(
            "Nothing says so when a change breaks it.",
            "Write a test for the most used path first, then one for each error it can meet.");
    private static final Advice UNSTRUCTURED = new Advice(
            "Code that is hard to find one's way in is changed with fear.",
            "Group what changes together into modules of their own, and functions that belong to one thing into classes.");
    private static final Advice TOO_LONG = new Advice(
            "What does not fit on a screen is read in parts, and what is between them is missed.",
            "Give each step a function with a name, and each command a line.");
    private static final Advice UNREADABLE = new Advice(
            "A file that cannot be parsed was not looked at, so everything in it is unknown.",
            "Correct the syntax or the encoding of the file and run again.");
    private static final Advice TOO_LARGE = new Advice(
            "A file of this size was not looked at, so everything in it is unknown.",
            "Leave generated code and data out of what is reviewed, or split the file.");
    private static final Advice NOTHING_THERE = new Advice(
            "Nothing was reviewed, so the scores say nothing about the project.",
            "Give the directory that holds the code; a wrong path or an empty checkout is the usual reason.");
    private static final Advice OTHER = new Advice(
            "A tool that knows this kind of code flags it.",
            "Look at the place, correct it, or say in a comment why it is right.");

    private static final Map<String, Advice> BY_RULE = Map.ofEntries(
            Map.entry(
                    "B102",
                    new Advice(
                                    "exec runs any text as code: input that reaches it can do all that the program can.",
                                    "Replace exec by calling what is meant, by a table of functions where it varies.")
                            .ifExploitable()),
            Map.entry(
                    "B104",
                    new Advice(
                            "The service listens on every interface, also on those that were not meant.",
                            "Bind to the interface that is meant, from the configuration.")),
            Map.entry("B105", SECRET),
            Map.entry("B106", SECRET),
            Map.entry("B107", SECRET),
            Map.entry(
                    "B108",
                    new Advice(
                            "A name in a shared temporary directory can be guessed and taken by another user.",
                            "Use the tempfile module.")),
            Map.entry(
                    "B110",
                    new Advice(
                            "An error that is swallowed shows up later, somewhere else, as wrong data.",
                            "Catch what is expected only, and log or raise the rest.")),
            Map.entry(
                    "B113",
                    new Advice("A request without a time-out can hang for ever.", "Give each request a time-out.")),
            Map.entry("B301", DESERIALISE),
            Map.entry("B302", DESERIALISE),
            Map.entry("B303", WEAK_HASH),
            Map.entry(
                    "B307",
                    new Advice(
                                    "eval runs any text as code: input that reaches it can do all that the program can.",
                                    "Use ast.literal_eval for data, or parse the few forms that are allowed.")
                            .ifExploitable()),
            Map.entry(
                    "B311",
                    new Advice(
                            "These random numbers can be predicted; that matters where they guard something.",
                            "Use the secrets module for tokens and keys.")),
            Map.entry("B324", WEAK_HASH),
            Map.entry("B403", DESERIALISE),
            Map.entry("B501", TLS),
            Map.entry("B506", DESERIALISE),
            Map.entry("B602", SHELL),
            Map.entry("B604", SHELL),
            Map.entry("B605", SHELL),
            Map.entry(
                    "B607",
                    new Advice(
                            "A program without its full path is looked up in PATH, where another one may come first.",
                            "Name the full path, or fix PATH for the call.")),
            Map.entry(
                    "B608",
                    new Advice(
                                    "A query put together from texts lets input change what the query does.",
                                    "Use parameters of the database driver.")
                            .ifExploitable()),
            Map.entry(
                    "B701",
                    new Advice(
                                    "Templates that do not escape let input become markup and script.",
                                    "Switch autoescape on.")
                            .ifExploitable()),
            Map.entry(
                    "SH-PIPE-TO-SHELL",
                    new Advice(
                                    "Whoever answers at that address, or sits in between, runs what they like on the machine.",
                                    "Download to a file, check its digest or signature, then run it.")
                            .ifExploitable()),
            Map.entry(
                    "SH-RM-VARIABLE",
                    new Advice(
                                    "With the variable empty, or set by somebody else, other files go than were meant.",
                                    "Write ${NAME:?} and quote it: the script then stops where the name is empty.")
                            .ifExploitable()),
            Map.entry(
                    "SH-EVAL",
                    new Advice(
                                    "eval runs any text as code: input that reaches it can do all that the script can.",
                                    "Call the command with its arguments in \"$@\", or choose it in a case.")
                            .ifExploitable()),
            Map.entry(
                    "SH-CHMOD",
                    new Advice(
                            "Every user and every broken service on the machine can put something else there.",
                            "Give the owner or a group what is needed: 755, 750 or 640.")),
            Map.entry("SH-TLS", TLS),
            Map.entry(
                    "SH-TMP",
                    new Advice(
                            "A name in a shared temporary directory can be guessed and taken by another user.",
                            "Use mktemp, and remove the file in a trap.")),
            Map.entry("SH-SECRET", SECRET),
            Map.entry(
                    "SH-SET-E",
                    new Advice(
                            "After a command that failed the next one works on what is not there.",
                            "Begin with set -eu, and handle what may fail where it may.")),
            Map.entry(
                    "SH-QUOTE",
                    new Advice(
                            "A name with a blank becomes two arguments, one with a star becomes a list of files.",
                            "Put the expansion in double quotes; keep lists in an array or in \"$@\".")),
            Map.entry("SIZE-FUNCTION", TOO_LONG),
            Map.entry("SIZE-SCRIPT", TOO_LONG),
            Map.entry("SIZE-LINE", TOO_LONG),
            Map.entry("FILE-UNREADABLE", UNREADABLE),
            Map.entry("FILE-TOO-LARGE", TOO_LARGE),
            Map.entry(NOTHING_TO_LOOK_AT, NOTHING_THERE));

    /** By a word in the name of a rule or a perspective, for tools that name their rules in words. */
    private static final Map<String, Advice> BY_WORD = Map.of(
            "complex", COMPLEX,
            "docstring", UNDOCUMENTED,
            "syntax", UNREADABLE,
            "encoding", UNREADABLE,
            "structure", UNSTRUCTURED,
            "test", UNTESTED);

    private RuleBook() {}

    /** Advice by the rule, else by what the perspective is about, else in general. */
    static Advice advice(String rule, String perspective) {
        Advice known = BY_RULE.get(rule);
        return known != null ? known : byWord(rule, byWord(perspective, OTHER));
    }

    private static Advice byWord(String name, Advice otherwise) {
        String lower = name.toLowerCase(Locale.ROOT);
        return BY_WORD.entrySet().stream()
                .filter(entry -> lower.contains(entry.getKey()))
                .sorted(Map.Entry.comparingByKey())
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(otherwise);
    }
}
