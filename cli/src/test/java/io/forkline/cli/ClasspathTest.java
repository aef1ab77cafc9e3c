package io.forkline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;

class ClasspathTest {

    @Test
    void noClassComesWithTwoArtifacts() throws IOException {
        Map<String, String> places = new HashMap<>();
        Set<String> twice = new TreeSet<>();
        for (String jar : System.getProperty("java.class.path").split(File.pathSeparator)) {
            if (jar.endsWith(".jar")) {
                for (String name : classes(jar)) {
                    String other = places.putIfAbsent(name, jar);
                    if (other != null) {
                        twice.add(new File(other).getName() + " and " + new File(jar).getName() + ": "
                                + name.substring(0, Math.max(0, name.lastIndexOf('/'))));
                    }
                }
            }
        }

        assertThat(twice).isEmpty();
    }

    private static Set<String> classes(String jar) throws IOException {
        Set<String> names = new TreeSet<>();
        try (JarFile file = new JarFile(jar)) {
            for (JarEntry entry : Collections.list(file.entries())) {
                String name = entry.getName();
                if (name.endsWith(".class") && !name.endsWith("-info.class") && !name.startsWith("META-INF/")) {
                    names.add(name);
                }
            }
        }
        return names;
    }
}
