package io.forkline.topologies;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkline.schemas.registry.RegistryUnavailableException;
import java.io.IOException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.streams.errors.StreamsException;
import org.junit.jupiter.api.Test;

class PassingFailureTest {

    @Test
    void outagesPassWhateverTheyAreWrappedIn() {
        assertThat(PassingFailure.is(new StreamsException(new TimeoutException("no answer"))))
                .isTrue();
        assertThat(PassingFailure.is(new StreamsException(
                        new RegistryUnavailableException("http://registry", new IOException("refused")))))
                .isTrue();
    }

    @Test
    void coordinatorThatIsLoadingPassesThoughTheConsumerDidNotExpectIt() {
        KafkaException loading = new KafkaException(
                "Unexpected error from SyncGroup: The coordinator is loading and hence can't process requests.");

        assertThat(PassingFailure.is(new StreamsException(loading))).isTrue();
    }

    @Test
    void whatTheNextThreadWouldMeetAgainDoesNotPass() {
        assertThat(PassingFailure.is(new IllegalStateException("an assumption broke")))
                .isFalse();
        assertThat(PassingFailure.is(new StreamsException(new RecordTooLargeException("2 MiB"))))
                .isFalse();
        assertThat(PassingFailure.is(new StreamsException(GroupAuthorizationException.forGroupId("planner"))))
                .isFalse();
        assertThat(PassingFailure.is(new KafkaException("Failed to construct kafka consumer")))
                .isFalse();
    }
}
