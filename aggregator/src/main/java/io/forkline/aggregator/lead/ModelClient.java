package io.forkline.aggregator.lead;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.RequestOptions;
import com.openai.errors.OpenAIException;
import com.openai.errors.OpenAIInvalidDataException;
import com.openai.errors.OpenAIIoException;
import com.openai.errors.OpenAIServiceException;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionMessage;
import com.openai.models.completions.CompletionUsage;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * Calls a model over OpenAI's chat completions, once: the SDK's own retries are off, as they would wait while a task is
 * held. Where the outside world becomes a {@link Reply}.
 */
final class ModelClient implements AutoCloseable {

    private static final String QUOTA_USED_UP = "insufficient_quota";
    private static final int REQUEST_TIMEOUT = 408;
    private static final int CONFLICT = 409;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVER_ERROR = 500;

    private final OpenAIClient client;
    private final Clock clock;

    ModelClient(ApiKey key, Optional<URI> baseUrl, Clock clock) {
        OpenAIOkHttpClient.Builder builder =
                OpenAIOkHttpClient.builder().apiKey(key.value()).maxRetries(0);
        baseUrl.map(URI::toString).ifPresent(builder::baseUrl);
        this.client = builder.build();
        this.clock = clock;
    }

    /**
     * One call. Interrupting the thread does not stop it; the time-out does.
     *
     * @param before what has been spent before
     */
    Reply ask(ChatCompletionCreateParams request, Duration timeout, Spent before) {
        RequestOptions options = RequestOptions.builder().timeout(timeout).build();
        try {
            return reply(client.chat().completions().create(request, options), before);
        } catch (OpenAIServiceException e) {
            return refused(e, before.call());
        } catch (OpenAIIoException e) {
            return new Reply.Busy(
                    "no answer from the model within " + timeout.toMillis() + " ms: " + cause(e),
                    Optional.empty(),
                    before.call());
        } catch (OpenAIInvalidDataException e) {
            return new Reply.Busy(
                    "the answer is not a chat completion: " + e.getMessage(), Optional.empty(), before.call());
        } catch (OpenAIException e) {
            return new Reply.Busy("the call failed: " + cause(e), Optional.empty(), before.call());
        }
    }

    @Override
    public void close() {
        client.close();
    }

    private static Reply reply(ChatCompletion completion, Spent before) {
        Spent spent = spent(completion, before);
        Optional<ChatCompletion.Choice> choice = completion.choices().stream().findFirst();
        if (choice.isEmpty()) {
            return new Reply.Busy("the model gave no choice", Optional.empty(), spent);
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
        boolean mayPass = (status == TOO_MANY_REQUESTS && !e.code().equals(Optional.of(QUOTA_USED_UP)))
                || status == REQUEST_TIMEOUT
                || status == CONFLICT
                || status >= SERVER_ERROR;
        return mayPass ? new Reply.Busy(why, RetryAfter.of(e.headers(), clock), spent) : new Reply.Denied(why, spent);
    }

    private static String cause(Throwable e) {
        return e.getCause() == null
                ? String.valueOf(e.getMessage())
                : e.getCause().toString();
    }
}
