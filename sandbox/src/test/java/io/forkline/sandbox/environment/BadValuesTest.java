package io.forkline.sandbox.environment;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong is said with file, key, value and accepted range. */
class BadValuesTest {

    @TempDir
    Path root;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "limits: { memory: 12 parsecs } | limits.memory: \"12 parsecs\" is not a size; give a number with B, KiB, MiB or GiB, from 16MiB to 64GiB",
                "limits: { memory: 512 } | limits.memory: \"512\" is not a size; give a number with B, KiB, MiB or GiB, from 16MiB to 64GiB",
                "limits: { memory: 15MiB } | limits.memory: \"15MiB\" is out of range; give one, from 16MiB to 64GiB",
                "limits: { memory: 65GiB } | limits.memory: \"65GiB\" is out of range; give one, from 16MiB to 64GiB",
                "limits: { disk: 1KiB } | limits.disk: \"1KiB\" is out of range; give one, from 1MiB to 64GiB",
                "limits: { cpus: many } | limits.cpus: \"many\" is not a number; give one, from 0.1 to 256.0",
                "limits: { cpus: 0 } | limits.cpus: \"0\" is out of range; give one, from 0.1 to 256.0",
                "limits: { processes: 1.5 } | limits.processes: \"1.5\" is not a whole number; give one, from 1 to 4096",
                "limits: { processes: 99999999999 } | limits.processes: \"99999999999\" is not a whole number; give one, from 1 to 4096",
                "limits: { processes: 0 } | limits.processes: \"0\" is out of range; give one, from 1 to 4096",
                "limits: { memroy: 1GiB } | limits.memroy: unknown key; known here: cpus, memory, processes, disk, openFiles, fileSize, output",
                "limits: { openFiles: 15 } | limits.openFiles: \"15\" is out of range; give one, from 16 to 1048576",
                "limits: { fileSize: 1B } | limits.fileSize: \"1B\" is out of range; give one, from 4KiB to 64GiB",
                "limits: { output: 2GiB } | limits.output: \"2GiB\" is out of range; give one, from 1KiB to 1GiB",
                "limits: lots | limits: \"lots\" is not a mapping of keys to values",
                "kind: frozen | kind: \"frozen\" is not known; give memory or filesystem",
                "kind: MEMORY | kind: \"MEMORY\" is not known; give memory or filesystem",
                "setup: { timeout: soon } | setup.timeout: \"soon\" is not a duration; give hours, minutes, seconds or milliseconds such as 1m30s, from 100ms to 1h",
                "setup: { timeout: 2h } | setup.timeout: \"2h\" is out of range; give one, from 100ms to 1h",
                "setup: { timeout: 0s } | setup.timeout: \"0s\" is out of range; give one, from 100ms to 1h",
                "setup: { timeout: `` } | setup.timeout: \"\" is not a duration; give hours, minutes, seconds or milliseconds such as 1m30s, from 100ms to 1h",
                "setup: { network: yes please } | setup.network: \"yes please\" is not a truth value; give true or false",
                "setup: { run: make } | setup.run: \"make\" is not a list; give [...] with each being text that is not blank",
                "setup: { run: [\"  \"] } | setup.run[0]: \"  \" is not accepted; give text that is not blank",
                "setup: { run: [{a: b}] } | setup.run[0]: a mapping is not accepted; give text that is not blank",
                "verify: [1] | verify[0]: \"1\" is not accepted; give text that is not blank",
                "preload: [\"os; evil\"] | preload[0]: \"os; evil\" is not accepted; give the dotted name of a Python module",
                "isolation: jail | isolation.provider: \"jail\" is not known; give local or gvisor",
                "isolation: { provider: gvisor, fallback: docker } | isolation.fallback: \"docker\" is not known; give none or local",
                "isolation: { fallback: local } | isolation: fallback is for provider: gvisor",
                "isolation: { provider: gvisor, network: host } | isolation.network: unknown key; known here: provider, fallback",
                "lead: { instructions: [] } | lead.instructions: a list is not accepted; give text that is not blank",
                "colour: red | colour: unknown key; known here: name, kind, setup, verify, preload, limits, network, allow, secrets, isolation, perspectives, lead",
                "network: all | network: \"all\" is not known; give none or host-allow-list or host",
                "network: true | network: \"true\" is not known; give none or host-allow-list or host",
                "network: host | network: isolation: local gives no fork the network of its host; give none or host-allow-list, or isolation: gvisor",
                "allow: [\"a.org:443\"] | allow: for network: host-allow-list only; add that, or remove this",
                "secrets: [PATH] | secrets[0]: \"PATH\" is not accepted; give the name of a variable: capital letters, digits and underscores, from 1 to 63 of them, and none that Forkline sets itself",
                "secrets: [../key] | secrets[0]: \"../key\" is not accepted; give the name of a variable: capital letters, digits and underscores, from 1 to 63 of them, and none that Forkline sets itself",
                "secrets: [LD_PRELOAD] | secrets[0]: \"LD_PRELOAD\" is not accepted; give the name of a variable: capital letters, digits and underscores, from 1 to 63 of them, and none that Forkline sets itself",
            })
    void isSaid(String line, String message) throws Exception {
        assertThat(messageOf("name: x\nperspectives: { Look: { run: [look] } }\n" + line.replace('`', '"') + "\n"))
                .isEqualTo(root.resolve("x/environment.yaml") + ": " + message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "isolation: gvisor; network: host | network: a process with a network cannot be checkpointed; give none, or kind: filesystem",
                "isolation: gvisor; network: host-allow-list; allow: [a.org:443] | network: isolation: gvisor keeps no list of destinations; give none or host, or isolation: local",
                "kind: filesystem; isolation: { provider: gvisor, fallback: local }; network: host | network: isolation.fallback: local cannot give the network of the host; give none, or fallback: none",
                "kind: filesystem; network: host; allow: [a.org:443] | allow: for network: host-allow-list only; add that, or remove this",
            })
    void networkThatAnIsolationDoesNotGiveIsRefused(String lines, String message) throws Exception {
        String yaml = "name: x\nperspectives: { Look: { run: [look] } }\n" + lines.replace("; ", "\n") + "\n";

        assertThat(messageOf(yaml)).isEqualTo(root.resolve("x/environment.yaml") + ": " + message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{} | perspectives: an environment has at least one perspective",
                "{ Look: {} } | perspectives.Look.run: missing or empty; give the program and its arguments as a list",
                "{ Look: { run: [] } } | perspectives.Look.run: missing or empty; give the program and its arguments as a list",
                "{ Look: { run: [a], timeout: 1d } } | perspectives.Look.timeout: \"1d\" is not a duration; give hours, minutes, seconds or milliseconds such as 1m30s, from 100ms to 1h",
                "{ Look: { run: [a], required: maybe } } | perspectives.Look.required: \"maybe\" is not a truth value; give true or false",
                "{ Look: { run: [a], shell: true } } | perspectives.Look.shell: unknown key; known here: run, timeout, required",
                "{ sequential: { run: [a] } } | perspectives: \"sequential\" is no name here; give a name of letters, digits, dashes and underscores, from 1 to 63 of them, and not \"sequential\"",
                "{ a/b: { run: [a] } } | perspectives: \"a/b\" is no name here; give a name of letters, digits, dashes and underscores, from 1 to 63 of them, and not \"sequential\"",
            })
    void isSaidOfAPerspective(String perspectives, String message) throws Exception {
        assertThat(messageOf("name: x\nperspectives: " + perspectives + "\n"))
                .isEqualTo(root.resolve("x/environment.yaml") + ": " + message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[] | allow: network: host-allow-list needs from 1 to 32 destinations here, there are 0",
                "a.org:443 | allow: \"a.org:443\" is not a list; give [...] with each being host:port",
                "[a: 443] | allow[0]: a mapping is not accepted; give host:port",
                "[a.org] | allow[0]: \"a.org\" is not accepted; give host:port, with a name, an IPv4 address or an IPv6 address in brackets as the host",
                "[a.org:1, a.org:65536] | allow[1]: \"a.org:65536\" is not accepted; a port is from 1 to 65535",
                "[a.org:1, A.org:1] | allow[1]: \"A.org:1\" is there twice; remove one",
                "[443] | allow[0]: \"443\" is not accepted; give host:port",
            })
    void isSaidOfTheAllowList(String allow, String message) throws Exception {
        assertThat(messageOf(
                        "name: x\nperspectives: { Look: { run: [look] } }\nnetwork: host-allow-list\nallow: " + allow))
                .isEqualTo(root.resolve("x/environment.yaml") + ": " + message);
    }

    @Test
    void anAllowListThatIsTooLongIsSaid() throws Exception {
        String ports =
                IntStream.rangeClosed(1, 33).mapToObj(port -> "a.org:" + port).collect(Collectors.joining(", "));

        assertThat(messageOf("name: x\nperspectives: { Look: { run: [look] } }\nnetwork: host-allow-list\nallow: ["
                        + ports + "]"))
                .endsWith(": allow: network: host-allow-list needs from 1 to 32 destinations here, there are 33");
    }

    @Test
    void aMissingNameIsSaid() throws Exception {
        assertThat(messageOf("perspectives: { Look: { run: [look] } }\n"))
                .startsWith(root.resolve("x/environment.yaml") + ": name: missing; give a name of lower-case letters");
    }

    @Test
    void aNameThatIsNotTheFoldersIsSaid() throws Exception {
        assertThat(messageOf("name: y\nperspectives: { Look: { run: [look] } }\n"))
                .isEqualTo(root.resolve("x/environment.yaml")
                        + ": name: \"y\" is not the name of its folder; give \"x\" or rename the folder");
    }

    @Test
    void aKeyGivenTwiceIsSaidWithItsLine() throws Exception {
        assertThat(messageOf("name: x\nkind: memory\nkind: filesystem\n"))
                .startsWith(root.resolve("x/environment.yaml") + ":3: not YAML as it is accepted here: ")
                .contains("kind");
    }

    @Test
    void whatIsNotYamlIsSaidWithItsLine() throws Exception {
        assertThat(messageOf("name: x\nperspectives: [\n")).contains("environment.yaml:", ": not YAML");
    }

    @Test
    void aNumberThatIsNoneIsSaidWithItsLine() throws Exception {
        assertThat(messageOf("name: x\nlimits: { cpus: .nan }\n")).contains("environment.yaml:2: not YAML", ".nan");
    }

    @Test
    void aFileThatIsNoMappingIsSaid() throws Exception {
        assertThat(messageOf("- name\n")).contains("is not a mapping of keys to values");
        assertThat(messageOf("")).contains("is not a mapping of keys to values");
    }

    @Test
    void aPreloadOfAColdKindIsSaid() throws Exception {
        assertThat(messageOf("name: x\nkind: filesystem\npreload: [json]\nperspectives: { Look: { run: [look] } }\n"))
                .contains("preload: a fork of kind filesystem starts cold");
    }

    private String messageOf(String yaml) throws Exception {
        new EnvironmentFolders(root).writeYaml("x", yaml);
        Environments environments = Environments.load(root, EnvironmentFolders.BASE);
        assertThat(environments.broken()).containsKey("x");
        return environments.broken().get("x");
    }
}
