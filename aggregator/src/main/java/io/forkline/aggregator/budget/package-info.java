/**
 * What tenants may spend on models. A lead task of a tenant that has a budget goes through {@code budget-events}, whose key is the
 * tenant, to a step that knows what the tenant has used on the day, over all partitions: {@code BudgetProcessor} lets it pass, or
 * answers with a verdict that says BUDGET_EXCEEDED. {@code BudgetAccounts} keeps the books. Why, is in design note 0024.
 */
@NullMarked
package io.forkline.aggregator.budget;

import org.jspecify.annotations.NullMarked;
