package io.forkline.sandbox.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ParkingTest {

    @Test
    void asManyAreParkedAsThereMayBeAtOnceAndNeverFewerThanByDefault() {
        assertThat(Parking.forAtOnce(100)).isEqualTo(new Parking(100, 2));
        assertThat(Parking.forAtOnce(1)).isEqualTo(Parking.DEFAULT);
    }

    @Test
    void fewerThanNoneAreRefused() {
        assertThatThrownBy(() -> new Parking(-1, 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
