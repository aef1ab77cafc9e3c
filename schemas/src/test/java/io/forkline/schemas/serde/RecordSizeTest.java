package io.forkline.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.internal.DefaultRecord;
import org.junit.jupiter.api.Test;

class RecordSizeTest {

    /** Many small headers take more for their lengths than for what is in them. */
    @Test
    void headersCountNoLessThanTheyTake() {
        RecordHeaders headers = new RecordHeaders();
        for (int i = 0; i < 1000; i++) {
            headers.add("ı" + i, i % 2 == 0 ? null : new byte[] {1});
        }

        assertThat(RecordSize.of(headers))
                .isGreaterThanOrEqualTo(DefaultRecord.sizeInBytes(0, 0L, 0, 0, headers.toArray()) - Integer.BYTES);
        assertThat(RecordSize.of(Arrays.asList(headers.toArray()))).isEqualTo(RecordSize.of(headers));
    }
}
