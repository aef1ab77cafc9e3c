package io.forkline.sandbox.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TargetSourceTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "file://localhost/tmp/x",
                "file:tmp/x",
                "file:/x?y",
                "file:/x#f",
                "file:/a%00b",
                "http:/x",
                "http://my_host/x",
                "https://host:65536/x"
            })
    void uriThatCannotBeFetchedIsRefusedBeforeItIsTried(String text) {
        URI uri = URI.create(text);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TargetSource.Directory(uri, Optional.empty()))
                .withMessageContaining(text);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TargetSource.Archive(uri, Optional.empty()))
                .withMessageContaining(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"file:/x", "file:///a%20b", "http://127.0.0.1:8080/x", "HTTPS://host/x?y#f"})
    void uriOfAPathOrAHostIsTaken(String text) {
        URI uri = URI.create(text);

        assertThat(new TargetSource.Archive(uri, Optional.empty()).uri()).isEqualTo(uri);
    }
}
