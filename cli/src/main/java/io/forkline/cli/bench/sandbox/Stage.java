package io.forkline.cli.bench.sandbox;

/** Where the time of a script goes. All but DESTROY are parts of WHOLE, one after another. */
enum Stage {
    QUEUE("queue", "queueMs", "to the supervisor and back"),
    CLAIM("claim", "claimMs", "until there is a fork"),
    MOUNT("mount", "mountMs", "attaching the target"),
    FIRST_INSTRUCTION("first instruction", "firstInstructionMs", "by the script's own clock"),
    RUN("run", "runMs", "from there to its end"),
    RESULT("result", "resultMs", "until the caller has it"),
    WHOLE("whole", "wholeMs", "from call to result"),
    DESTROY("destroy", "destroyMs", "until no process is left");

    private final String text;
    private final String key;
    private final String meaning;

    Stage(String text, String key, String meaning) {
        this.text = text;
        this.key = key;
        this.meaning = meaning;
    }

    String text() {
        return text;
    }

    /** Its name in the JSON, with the unit. */
    String key() {
        return key;
    }

    String meaning() {
        return meaning;
    }
}
