package io.forkline.aggregator.lead;

import com.openai.client.OpenAIClientAsync;
import com.openai.client.okhttp.OpenAIOkHttpClientAsync;
import com.openai.core.RequestOptions;
import com.openai.core.Timeout;
import com.openai.errors.OpenAIException;
import com.openai.errors.OpenAIInvalidDataException;
import com.openai.errors.OpenAIServiceException;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionMessage;
import com.openai.models.completions.CompletionUsage;
import java.io.InterruptedIOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;

/**
 * Calls a model over OpenAI's chat completions, once: the SDK's own retries are off, as they would wait while a task is
 * held. Where the outside world becomes a {@link Reply}.
 */
final class ModelClient implements AutoCloseable {

    /** A server that takes longer to accept a connection is not there; an answer may take longer. */
    private static final Duration CONNECT = Duration.ofSeconds(5);

    private static final String QUOTA_USED_UP = "insufficient_quota";
    private static final String CONTEXT_TOO_LONG = "context_length_exceeded";
    /** Other servers have no code for it, but all say what was exceeded. */
    private static final Pattern SAYS_CONTEXT_TOO_LONG =
            Pattern.compile("context[ _](length|window|size)|too many tokens", Pattern.CASE_INSENSITIVE);

    private static final int BAD_REQUEST = 400;
    private static final int REQUEST_TIMEOUT = 408;
    private static final int CONFLICT = 409;
    private static final int CONTENT_TOO_LARGE = 413;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVER_ERROR = 500;

    private final OpenAIClientAsync client;
    private final ModelAddress address;
    private final Clock clock;

    ModelClient(ApiKey key, URI baseUrl, Clock clock) {
        this.client = OpenAIOkHttpClientAsync.builder()
                .apiKey(key.value())
                .baseUrl(baseUrl.toString())
                .maxRetries(0)
                .build();
        this.address = ModelAddress.of(baseUrl);
        this.clock = clock;
    }

    /**
     * One call.
     *
     * @param before what has been spent before
     * @throws InterruptedException at once when the thread is interrupted; the call itself goes on to its time-out, and its
     *     answer is dropped
     */
    Reply ask(ChatCompletionCreateParams request, Duration timeout, Spent before) throws InterruptedException {
        RequestOptions options = RequestOptions.builder()
                .timeout(Timeout.builder().request(timeout).connect(CONNECT).build())
                .build();
        try {
            ChatCompletion completion =
                    client.chat().completions().create(request, options).get();
            // The JSON null is no error to the SDK.
            return completion == null ? busy("the answer is empty", before.call()) : reply(completion, before);
        } catch (ExecutionException e) {
            return failure(root(e), timeout, before.call());
        } catch (OpenAIInvalidDataException e) {
            return failure(e, timeout, before.call());
        }
    }

    private Reply failure(Throwable e, Duration timeout, Spent spent) {
        return switch (e) {
            case OpenAIServiceException refusal -> refused(refusal, spent);
            case OpenAIInvalidDataException invalid ->
                busy("the answer is not a chat completion: " + invalid.getMessage(), spent);
            case OpenAIException failed ->
                ConnectionFailure.of(failed, address)
                        .<Reply>map(what -> new Reply.Unreachable(what, spent))
                        .orElseGet(() -> brokenOff(failed, timeout, spent));
            default -> throw new IllegalStateException("a call to the model broke", e);
        };
    }

    private static Reply brokenOff(OpenAIException failed, Duration timeout, Spent spent) {
        return failed.getCause() instanceof InterruptedIOException
                ? busy("no answer from the model within " + timeout.toMillis() + " ms", spent)
                : busy("the call to the model failed: " + cause(failed), spent);
    }

    private static Reply busy(String why, Spent spent) {
        return new Reply.Busy(why, Optional.empty(), false, spent);
    }

    /** The SDK's own exception inside what futures wrap around it. */
    private static Throwable root(Throwable e) {
        Throwable inner = e;
        while ((inner instanceof ExecutionException || inner instanceof CompletionException)
                && inner.getCause() != null) {
            inner = inner.getCause();
        }
        return inner;
    }

    @Override
    public void close() {
        client.close();
    }

    private static Reply reply(ChatCompletion completion, Spent before) {
        Spent spent = spent(completion, before);
        Optional<ChatCompletion.Choice> choice = completion.choices().stream().findFirst();
        if (choice.isEmpty()) {
            return busy("the model gave no choice", spent);
        }
        ChatCompletionMessage message = choice.get().message();
        ChatCompletion.Choice.FinishReason reason = choice.get().finishReason();
        if (message.refusal().filter(words -> !words.isBlank()).isPresent()) {
            return new Reply.Refused(message.refusal().get(), spent);
        }
        if (reason.equals(ChatCompletion.Choice.FinishReason.CONTENT_FILTER)) {
            return new Reply.Refused("the answer was withheld by a content filter", spent);
        }
        String content = message.content().orElse("");
        return reason.equals(ChatCompletion.Choice.FinishReason.LENGTH)
                ? new Reply.CutShort(content, spent)
                : new Reply.Text(content, spent);
    }

    private static Spent spent(ChatCompletion completion, Spent before) {
        Optional<CompletionUsage> usage = completion.usage();
        return before.call(
                completion.model(),
                usage.map(CompletionUsage::promptTokens).orElse(0L),
                usage.map(CompletionUsage::completionTokens).orElse(0L));
    }

    private Reply refused(OpenAIServiceException e, Spent spent) {
        int status = e.statusCode();
        String why = "HTTP " + status + ": " + e.getMessage();
        if (isTooLarge(e)) {
            return new Reply.TooLarge(why, spent);
        }
        boolean mayPass = (status == TOO_MANY_REQUESTS && !e.code().equals(Optional.of(QUOTA_USED_UP)))
                || status == REQUEST_TIMEOUT
                || status == CONFLICT
                || status >= SERVER_ERROR;
        return mayPass
                ? new Reply.Busy(why, RetryAfter.of(e.headers(), clock), status == TOO_MANY_REQUESTS, spent)
                : new Reply.Denied(why, spent);
    }

    private static boolean isTooLarge(OpenAIServiceException e) {
        return e.statusCode() == CONTENT_TOO_LARGE
                || (e.statusCode() == BAD_REQUEST
                        && (e.code().equals(Optional.of(CONTEXT_TOO_LONG))
                                || SAYS_CONTEXT_TOO_LONG
                                        .matcher(String.valueOf(e.getMessage()))
                                        .find()));
    }

    private static String cause(Throwable e) {
        return e.getCause() == null
                ? String.valueOf(e.getMessage())
                : e.getCause().toString();
    }
}
