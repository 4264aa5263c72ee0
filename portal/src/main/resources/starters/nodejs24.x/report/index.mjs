// The skeleton of a report that a schedule runs, say every morning:
// collect figures, put them into words, deliver them.

export const handler = async (event) => {
  const until = new Date(event.time ?? Date.now());
  const since = new Date(until.getTime() - 24 * 60 * 60 * 1000);

  const figures = await collect(since, until);
  const report = compose(figures, since, until);
  await deliver(report);
  return { delivered: true, lines: report.split("\n").length };
};

// Ask your own systems here; fetch() is built in.
async function collect(since, until) {
  return { orders: 42, revenue: 1234.5, hours: (until - since) / 3_600_000 };
}

function compose({ orders, revenue, hours }, since, until) {
  return [
    `Report from ${since.toISOString()} to ${until.toISOString()}`,
    `${orders} orders in ${hours} hours`,
    `${revenue.toFixed(2)} of revenue`,
  ].join("\n");
}

// Sends the report to the webhook in REPORT_URL (a chat, say); without one it is only printed.
async function deliver(report) {
  console.log(report);
  if (!process.env.REPORT_URL) {
    return;
  }
  const response = await fetch(process.env.REPORT_URL, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ text: report }),
  });
  if (!response.ok) {
    throw new Error(`the report was not accepted: status ${response.status}`);
  }
}
