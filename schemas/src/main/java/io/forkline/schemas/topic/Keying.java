package io.forkline.schemas.topic;

/** What the key of a topic is, and so which topics must have the same number of partitions. */
public enum Keying {
    /** By job: everything about a job meets in one partition. */
    JOB,
    /** By environment: everything about a snapshot meets in one partition. */
    ENVIRONMENT,
    /** By tenant: what a tenant has used is counted in one partition. As many partitions as by job. */
    TENANT,
    /** By task, or whatever a task is about: read by a share group, joined with nothing. */
    TASK,
    /** By the key the record came with, whatever that was. */
    ORIGIN
}
