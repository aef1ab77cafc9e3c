package io.forkline.aggregator.lead;

import com.openai.models.chat.completions.ChatCompletionCreateParams;
import io.forkline.schemas.record.LeadTask;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;

/**
 * Has a model judge: one request with every report, and a second one only when the answer does not fit. Never waits for a
 * model that is busy, but says when to try again.
 */
final class OpenAiLead implements Lead, AutoCloseable {

    private static final int MOST_QUOTED_CHARS = 300;
    /** Connections that are tried in a row before the model is given up; with the pauses between them some five seconds. */
    private static final int MOST_CONNECTIONS = 4;

    private final ModelClient model;
    private final LeadConfig config;
    private final LeadPrompt prompt;
    private final ModelBackoff backoff;
    private final Clock clock;
    /** Until when the provider wants no calls; for all slots, as it counts by key and not by task. */
    private final AtomicReference<Instant> quietUntil = new AtomicReference<>(Instant.EPOCH);

    OpenAiLead(ModelClient model, LeadConfig config, Clock clock, RandomGenerator random) {
        this.model = model;
        this.config = config;
        this.prompt = new LeadPrompt(config.maxDataChars());
        this.backoff = new ModelBackoff(random);
        this.clock = clock;
    }

    @Override
    public Opinion judge(LeadTask task) throws InterruptedException {
        String name = Optional.ofNullable(task.getLead().getModel()).orElse(config.model());
        Spent nothing = Spent.nothing(Spent.OPENAI, Optional.of(name));
        return judge(prompt, name, nothing, task, true);
    }

    @Override
    public void close() {
        model.close();
    }

    /** @param mayShrink whether less may be told where this is more than the model can read; once, as it is a guess how much less */
    private Opinion judge(LeadPrompt told, String name, Spent spent, LeadTask task, boolean mayShrink)
            throws InterruptedException {
        ChatCompletionCreateParams request = told.request(task, name);
        return switch (ask(request, task, spent)) {
            case Reply.Text text -> read(text.content(), text.spent(), request, task);
            case Reply.CutShort cut ->
                repair(cut.content(), "it was cut off at the model's limit; be brief", cut.spent(), request, task);
            case Reply.TooLarge large ->
                mayShrink
                        ? judge(told.withHalf(task), name, large.spent(), task, false)
                        : new Opinion.Failed(
                                "the reports are larger than the model can read, also cut by half; lower"
                                        + " lead.max.data.chars: " + large.why(),
                                large.spent());
            case Reply.Unanswered unanswered -> unanswered(unanswered, task);
        };
    }

    private Opinion unanswered(Reply.Unanswered reply, LeadTask task) {
        return switch (reply) {
            case Reply.Refused refused ->
                new Opinion.Failed("the model refused: " + quote(refused.words()), refused.spent());
            case Reply.Denied denied -> new Opinion.Failed(denied.why(), denied.spent());
            case Reply.Unreachable unreachable -> tryAgainSoon(unreachable, task);
            case Reply.Busy busy -> tryLater(busy, task);
            case Reply.HeldBack held ->
                new Opinion.TryLater(
                        held.until().plus(backoff.spread()),
                        "the provider asked for no calls until " + held.until(),
                        0,
                        held.spent());
        };
    }

    private Opinion read(String content, Spent spent, ChatCompletionCreateParams request, LeadTask task)
            throws InterruptedException {
        return switch (VerdictReader.read(content)) {
            case VerdictReader.Fits fits -> given(fits, spent, task);
            case VerdictReader.Unfit unfit -> repair(content, unfit.why(), spent, request, task);
        };
    }

    /** The one further attempt. */
    private Opinion repair(String content, String why, Spent spent, ChatCompletionCreateParams request, LeadTask task)
            throws InterruptedException {
        return switch (ask(LeadPrompt.repair(request, content, why), task, spent)) {
            case Reply.Text text ->
                switch (VerdictReader.read(text.content())) {
                    case VerdictReader.Fits fits -> given(fits, text.spent(), task);
                    case VerdictReader.Unfit unfit ->
                        new Opinion.Failed(
                                "the answer does not fit, asked twice: " + unfit.why() + "; it begins "
                                        + quote(text.content()),
                                text.spent());
                };
            case Reply.CutShort cut ->
                new Opinion.Failed(
                        "the answer does not fit, asked twice: it was cut off at the model's limit", cut.spent());
            case Reply.TooLarge large ->
                new Opinion.Failed("asked to repair its answer: " + large.why(), large.spent());
            case Reply.Unanswered unanswered -> unanswered(unanswered, task);
        };
    }

    private Reply ask(ChatCompletionCreateParams request, LeadTask task, Spent spent) throws InterruptedException {
        Instant quiet = quietUntil.get();
        if (clock.instant().isBefore(quiet)) {
            return new Reply.HeldBack(quiet, spent);
        }
        Duration left = Duration.between(clock.instant(), task.getDeadline()).minus(config.margin());
        if (!left.isPositive()) {
            return new Reply.Denied("there was no time left to ask the model before the deadline", spent);
        }
        return model.ask(request, left.compareTo(config.timeout()) < 0 ? left : config.timeout(), spent);
    }

    private static Opinion given(VerdictReader.Fits fits, Spent spent, LeadTask task) {
        return new Opinion.Given(new Grounding(task.getReports()).ground(fits.judgement()), spent);
    }

    private Opinion tryLater(Reply.Busy busy, LeadTask task) {
        Instant notBefore = clock.instant().plus(backoff.pause(task.getAttempt(), busy.retryAfter()));
        if (busy.tooMany() || busy.retryAfter().isPresent()) {
            quietUntil.accumulateAndGet(notBefore, (one, other) -> one.isAfter(other) ? one : other);
        }
        return new Opinion.TryLater(notBefore, busy.why(), 0, busy.spent());
    }

    /** What is not there at all is worth a few seconds only: the reports do not wait for a wrong address until the deadline. */
    private Opinion tryAgainSoon(Reply.Unreachable unreachable, LeadTask task) {
        int times = task.getUnreachable() + 1;
        if (times < MOST_CONNECTIONS) {
            Instant notBefore = clock.instant().plus(backoff.pause(times, Optional.empty()));
            return new Opinion.TryLater(notBefore, unreachable.why(), times, unreachable.spent());
        }
        return new Opinion.Failed(
                unreachable.why() + ", tried " + times + " times; see that the model's server runs there and that"
                        + " OPENAI_BASE_URL is right, or ask for the lead offline (--lead offline)",
                unreachable.spent());
    }

    private static String quote(String text) {
        return "\"" + (text.length() <= MOST_QUOTED_CHARS ? text : text.substring(0, MOST_QUOTED_CHARS) + "...") + "\"";
    }
}
