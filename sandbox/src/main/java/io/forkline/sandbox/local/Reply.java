package io.forkline.sandbox.local;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What the supervisor answered to one request.
 *
 * @param message its fields
 * @param payload raw bytes; often none
 */
public record Reply(JsonNode message, byte[] payload) {}
