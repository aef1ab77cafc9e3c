package io.forkline.schemas.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.concurrent.ExecutionException;
import javax.security.auth.login.LoginException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.junit.jupiter.api.Test;

class RefusalsTest {

    @Test
    void whatIsNotAllowedIsNamedWithTheRemedy() {
        assertThat(Refusals.sentence(new ExecutionException(new TopicAuthorizationException(Set.of("b", "a")))))
                .contains("the brokers do not allow this principal to use the topic a, b; `forkline topics acls`"
                        + " prints what each service needs");
        assertThat(Refusals.sentence(GroupAuthorizationException.forGroupId("workers")))
                .hasValueSatisfying(said -> assertThat(said).contains("to use the group workers; "));
        assertThat(Refusals.sentence(new TransactionalIdAuthorizationException("not this id")))
                .hasValueSatisfying(said -> assertThat(said).contains("what it asked for (not this id); "));
    }

    @Test
    void credentialsThatAreRefusedNameTheSettings() {
        assertThat(Refusals.sentence(new SaslAuthenticationException("Invalid username or password")))
                .contains("the brokers refuse the credentials (Invalid username or password); check"
                        + " kafka.sasl.mechanism, and user and password in kafka.sasl.jaas.config");
        assertThat(Refusals.sentence(
                        new SslAuthenticationException("SSL handshake failed", new IllegalStateException("no path"))))
                .hasValueSatisfying(said -> assertThat(said).contains("(no path)", "kafka.ssl.truststore.*"));
    }

    @Test
    void tokenThatCannotBeHadIsSaidWithoutTheStackTraceThatKafkaPutsIntoItsMessage() {
        LoginException failure = new LoginException("x.KafkaException: no\n\tat a.B.c(D.java:1)\nCaused by:"
                + " java.io.IOException: The response code 401\n\t... 5 more\n");

        assertThat(Refusals.sentence(new KafkaException("no client", failure)))
                .contains("no token for the brokers (The response code 401); check kafka.sasl.oauthbearer.* and the"
                        + " secret in kafka.sasl.jaas.config");
    }

    @Test
    void otherFailuresAreNone() {
        assertThat(Refusals.isOne(new IllegalStateException(new TimeoutException("later"))))
                .isFalse();
        assertThat(Refusals.sentence(new TimeoutException("later"))).isEmpty();
    }
}
