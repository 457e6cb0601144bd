using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using SocApi.Reports.Delivery;
using SocApi.Reports.Keeping;
using SocApi.Reports.Rendering;
using SocApi.Reports.Schedules;
using SocCore.Ports;
using SocCore.Storage;

namespace SocApi.Reports;

/// <summary>Puts reports into a host; <c>AddSocApi</c> calls it.</summary>
internal static class ReportServices
{
    /// <summary>Registers the desk, and each schedule as work for the process that runs what is on time.</summary>
    public static IServiceCollection AddReports(this IServiceCollection services, ReportOptions options)
    {
        services.AddSingleton(options);
        // A store that several processes share brings a shelf of its own.
        services.TryAddSingleton<IReportShelf>(_ => new ReportFolder(options.Folder));
        services.AddSingleton(static s => new ReportHtml(s.GetRequiredService<ILoggerFactory>()));
        services.AddSingleton<ReportPdf>();
        services.AddSingleton<ReportMaker>();
        services.AddSingleton(static s => new ReportDesk(
            s.GetRequiredService<ReportMaker>(), s.GetRequiredService<IReportShelf>(), s.GetRequiredService<ReportOptions>(), s.GetRequiredService<TimeProvider>()));
        services.AddSingleton(s => new ReportMail(options.Mail, s.GetRequiredService<IReportShelf>()));
        services.AddSingleton<ReportDelivery>();
        foreach (ScheduleOptions schedule in options.Schedules)
            services.AddSingleton<IScheduledWork>(s => new ScheduledReport(schedule, s.GetRequiredService<ReportMaker>(), s.GetRequiredService<ReportDelivery>()));
        return services;
    }
}
