package io.forkline.sandbox.environment;

import java.util.regex.Pattern;

/**
 * What a text may look like.
 *
 * @param pattern matches the whole of it
 * @param words says the same to a person, after "give"
 */
record Form(Pattern pattern, String words) {

    boolean accepts(String text) {
        return pattern.matcher(text).matches();
    }
}
