package io.forkline.telemetry.metrics;

import static io.forkline.telemetry.metrics.Service.AGGREGATOR;
import static io.forkline.telemetry.metrics.Service.FORK_WORKER;
import static io.forkline.telemetry.metrics.Service.SNAPSHOT_SERVICE;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The catalogue of our metrics. Names and labels are a promise to those who have built dashboards on them: what is here stays, or is
 * named as removed in the release.
 */
public enum Metric {
    JOBS_RECEIVED(
            Kind.COUNTER,
            "forkline_jobs_received_total",
            "jobs",
            "Records of `jobs` that were decided on; one that goes on to another partition counts there.",
            EnumSet.of(SNAPSHOT_SERVICE),
            Label.DECISION),
    OPEN_TASKS(
            Kind.GAUGE,
            "forkline_open_tasks",
            "tasks",
            "Fork tasks that are out and not answered, in the partitions of this instance.",
            EnumSet.of(SNAPSHOT_SERVICE)),
    QUEUED_TASKS(
            Kind.GAUGE,
            "forkline_queued_tasks",
            "tasks",
            "Fork tasks that wait for a place in the window.",
            EnumSet.of(SNAPSHOT_SERVICE)),
    FULLEST_WINDOW(
            Kind.GAUGE,
            "forkline_fullest_window_ratio",
            "share",
            "Open tasks of the fullest partition of this instance, as a share of `planner.window`: at 1 the others of its environments wait.",
            EnumSet.of(SNAPSHOT_SERVICE)),
    SNAPSHOT_BUILD(
            Kind.HISTOGRAM,
            "forkline_snapshot_build_seconds",
            "seconds",
            "A build of a snapshot, ready or failed; not a request whose snapshot was there.",
            EnumSet.of(SNAPSHOT_SERVICE),
            Label.ENVIRONMENT,
            Label.OUTCOME),

    RESULTS(
            Kind.COUNTER,
            "forkline_results_total",
            "results",
            "Runs that were closed, by the status of their result; `rejected` when the job was turned down before its run began.",
            EnumSet.of(AGGREGATOR),
            Label.STATUS,
            Label.TENANT),
    OPEN_JOBS(
            Kind.GAUGE,
            "forkline_open_jobs",
            "jobs",
            "Runs that are planned and have no result, in the partitions of this instance.",
            EnumSet.of(AGGREGATOR)),
    OLDEST_OPEN_JOB(
            Kind.GAUGE,
            "forkline_oldest_open_job_age_seconds",
            "seconds",
            "Since the record of the oldest of them; 0 when there is none.",
            EnumSet.of(AGGREGATOR)),
    JOB_PLAN(
            Kind.HISTOGRAM,
            "forkline_job_plan_seconds",
            "seconds",
            "From the record of the job to its plan, both by the clock of the brokers.",
            EnumSet.of(AGGREGATOR)),
    JOB_FIRST_REPORT(
            Kind.HISTOGRAM,
            "forkline_job_first_report_seconds",
            "seconds",
            "From the plan to the first report, by the same clock; not of runs that were planned before this instance had them.",
            EnumSet.of(AGGREGATOR)),
    JOB_RESULT(
            Kind.HISTOGRAM,
            "forkline_job_result_seconds",
            "seconds",
            "From the record of the job to what closed its run, by the same clock.",
            EnumSet.of(AGGREGATOR),
            Label.STATUS),
    LATE_REPORTS(
            Kind.COUNTER,
            "forkline_late_reports_total",
            "reports",
            "Final reports that are in no result: after the time to report, or after the result, where a repetition looks the same.",
            EnumSet.of(AGGREGATOR),
            Label.WHEN),

    LEAD(
            Kind.HISTOGRAM,
            "forkline_lead_seconds",
            "seconds",
            "What a verdict took, retryable ones among them.",
            EnumSet.of(AGGREGATOR),
            Label.PROVIDER,
            Label.OUTCOME),
    LEAD_CALLS(
            Kind.COUNTER,
            "forkline_lead_calls_total",
            "calls",
            "Calls to a model.",
            EnumSet.of(AGGREGATOR),
            Label.MODEL),
    LEAD_TOKENS(
            Kind.COUNTER,
            "forkline_lead_tokens_total",
            "tokens",
            "Tokens that a model has counted, also for a verdict that came too late.",
            EnumSet.of(AGGREGATOR),
            Label.MODEL,
            Label.TENANT,
            Label.DIRECTION),
    LEAD_COST(
            Kind.COUNTER,
            "forkline_lead_cost_total",
            "currency",
            "The same by `lead.price.*`; only of models whose prices are set.",
            EnumSet.of(AGGREGATOR),
            Label.MODEL,
            Label.TENANT,
            Label.CURRENCY),
    LEAD_BUDGET(
            Kind.GAUGE,
            "forkline_lead_budget_tokens",
            "tokens",
            "What a tenant may use on a day in UTC. Of tenants that were seen since the start.",
            EnumSet.of(AGGREGATOR),
            Label.TENANT),
    LEAD_BUDGET_USED(
            Kind.GAUGE,
            "forkline_lead_budget_used_tokens",
            "tokens",
            "What it has used today, and what is set aside for its calls under way.",
            EnumSet.of(AGGREGATOR),
            Label.TENANT),
    LEAD_OVER_BUDGET(
            Kind.COUNTER,
            "forkline_lead_over_budget_total",
            "runs",
            "Runs for which no model was asked, as the budget was used up.",
            EnumSet.of(AGGREGATOR),
            Label.TENANT),

    REPORTS(
            Kind.COUNTER,
            "forkline_reports_total",
            "reports",
            "Answers to fork tasks; `retryable` ones come again.",
            EnumSet.of(FORK_WORKER),
            Label.ENVIRONMENT,
            Label.OUTCOME),
    FORKS(
            Kind.COUNTER,
            "forkline_forks_total",
            "forks",
            "Forks that ran a perspective, each of a sequential baseline too.",
            EnumSet.of(FORK_WORKER),
            Label.ENVIRONMENT,
            Label.OUTCOME,
            Label.PARKED),
    TASK_WAIT(
            Kind.HISTOGRAM,
            "forkline_task_wait_seconds",
            "seconds",
            "From the issue of a fork task, by the planner's clock, to when a worker took it, by the worker's; also of those that came too late.",
            EnumSet.of(FORK_WORKER),
            Label.ENVIRONMENT),
    FORK(
            Kind.HISTOGRAM,
            "forkline_fork_seconds",
            "seconds",
            "From asking for a fork to the first instruction of its perspective.",
            EnumSet.of(FORK_WORKER),
            Label.ENVIRONMENT,
            Label.PARKED),
    RUN(
            Kind.HISTOGRAM,
            "forkline_run_seconds",
            "seconds",
            "The run of a perspective in its fork.",
            EnumSet.of(FORK_WORKER),
            Label.ENVIRONMENT),
    LIVE_FORKS(Kind.GAUGE, "forkline_live_forks", "forks", "Forks that run a perspective.", EnumSet.of(FORK_WORKER)),
    PARKED_FORKS(
            Kind.GAUGE,
            "forkline_parked_forks",
            "forks",
            "Forks that were made ahead and wait for a task.",
            EnumSet.of(FORK_WORKER)),
    NESTS(
            Kind.GAUGE,
            "forkline_nests",
            "nests",
            "Nests (a keeper, and a zygote where it is warm) of all environments in use; a build has one as well.",
            EnumSet.of(FORK_WORKER)),

    TASKS(
            Kind.COUNTER,
            "forkline_tasks_total",
            "tasks",
            "Tasks that a slot has let go of.",
            EnumSet.allOf(Service.class),
            Label.WORKER,
            Label.ENDING),
    TASKS_IN_HAND(
            Kind.GAUGE,
            "forkline_tasks_in_hand",
            "tasks",
            "Tasks whose locks are held.",
            EnumSet.allOf(Service.class),
            Label.WORKER),
    SLOTS(
            Kind.GAUGE,
            "forkline_slots",
            "slots",
            "Tasks that may be held at a time.",
            EnumSet.allOf(Service.class),
            Label.WORKER),
    SLOTS_JOINED(
            Kind.GAUGE,
            "forkline_slots_joined",
            "slots",
            "Slots that have been in contact with the coordinator of their share group within 15 s.",
            EnumSet.allOf(Service.class),
            Label.WORKER),
    REDELIVERIES(
            Kind.COUNTER,
            "forkline_redeliveries_total",
            "tasks",
            "Tasks that had been delivered to somebody before.",
            EnumSet.allOf(Service.class),
            Label.WORKER),
    LOST_LOCKS(
            Kind.COUNTER,
            "forkline_lost_locks_total",
            "tasks",
            "Tasks whose lock lapsed while they were done, so that somebody else may do them.",
            EnumSet.allOf(Service.class),
            Label.WORKER),

    DEAD_LETTERS(
            Kind.COUNTER,
            "forkline_dead_letters_total",
            "records",
            "Records that nobody can use.",
            EnumSet.allOf(Service.class),
            Label.COMPONENT,
            Label.TOPIC,
            Label.CAUSE),
    TOPOLOGY_FAILURES(
            Kind.COUNTER,
            "forkline_topology_failures_total",
            "failures",
            "Passing failures after which a topology began again.",
            EnumSet.of(SNAPSHOT_SERVICE, AGGREGATOR),
            Label.APPLICATION),
    PART_CONDITION(
            Kind.GAUGE,
            "forkline_part_condition",
            "bool",
            "1 for the condition that a part of the service is in.",
            EnumSet.allOf(Service.class),
            Label.PART,
            Label.CONDITION);

    /** How it moves. */
    public enum Kind {
        /** Only up; from 0 at each start of the process. */
        COUNTER,
        GAUGE,
        /** Name, and behind it {@code _bucket}, {@code _count} and {@code _sum}. */
        HISTOGRAM
    }

    private final Kind kind;
    private final String text;
    private final String unit;
    private final String meaning;
    private final Set<Service> services;
    private final List<Label> labels;

    Metric(Kind kind, String text, String unit, String meaning, EnumSet<Service> services, Label... labels) {
        this.kind = kind;
        this.text = text;
        this.unit = unit;
        this.meaning = meaning;
        this.services = Set.copyOf(services);
        this.labels = List.of(labels);
    }

    public Kind kind() {
        return kind;
    }

    /** Its name, as Prometheus has it. */
    public String text() {
        return text;
    }

    public String unit() {
        return unit;
    }

    /** What it says, for people. */
    public String meaning() {
        return meaning;
    }

    /** Who serves it. */
    public Set<Service> services() {
        return services;
    }

    /** In the order in which their values are given. */
    public List<Label> labels() {
        return labels;
    }
}
