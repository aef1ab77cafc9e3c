package io.forkline.cli.doctor;

import java.util.Map;

/** Which lead will answer; nothing is asked of it. */
record LeadCheck(Map<String, String> env) implements Check {

    @Override
    public String name() {
        return "lead";
    }

    @Override
    public Finding look() {
        if (env.getOrDefault("OPENAI_API_KEY", "").isBlank()) {
            return new Finding.Good("offline, by rules; set OPENAI_API_KEY for a model");
        }
        String base = env.getOrDefault("OPENAI_BASE_URL", "");
        return new Finding.Good("a model by OPENAI_API_KEY" + (base.isBlank() ? "" : " at " + base));
    }
}
