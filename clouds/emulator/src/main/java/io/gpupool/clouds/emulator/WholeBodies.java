package io.gpupool.clouds.emulator;

import com.github.tomakehurst.wiremock.core.Options;
import com.github.tomakehurst.wiremock.http.AdminRequestHandler;
import com.github.tomakehurst.wiremock.http.StubRequestHandler;
import com.github.tomakehurst.wiremock.jetty11.Jetty11HttpServer;
import java.io.IOException;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Enumeration;
import java.util.Locale;
import wiremock.jakarta.servlet.DispatcherType;
import wiremock.jakarta.servlet.Filter;
import wiremock.jakarta.servlet.FilterChain;
import wiremock.jakarta.servlet.ServletException;
import wiremock.jakarta.servlet.ServletRequest;
import wiremock.jakarta.servlet.ServletResponse;
import wiremock.jakarta.servlet.http.HttpServletRequest;
import wiremock.jakarta.servlet.http.HttpServletRequestWrapper;
import wiremock.org.eclipse.jetty.servlet.FilterHolder;
import wiremock.org.eclipse.jetty.servlet.ServletContextHandler;

/**
 * A server that hands bodies over whole. WireMock takes those apart that say they have parts, and
 * refuses the ones that Google's command line sends, whose lines don't end as it expects. So
 * requests with parts are passed on as plain text.
 */
final class WholeBodies extends Jetty11HttpServer {

  WholeBodies(Options options, AdminRequestHandler admin, StubRequestHandler stubs) {
    super(options, admin, stubs);
  }

  @Override
  protected void decorateMockServiceContextBeforeConfig(ServletContextHandler context) {
    super.decorateMockServiceContextBeforeConfig(context);
    FilterHolder holder = new FilterHolder(new AsPlainText());
    holder.setAsyncSupported(true);
    context.addFilter(holder, "/*", EnumSet.of(DispatcherType.REQUEST));
  }

  private static final class AsPlainText implements Filter {

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
        throws IOException, ServletException {
      boolean hasParts =
          request instanceof HttpServletRequest
              && request.getContentType() != null
              && request.getContentType().toLowerCase(Locale.ROOT).startsWith("multipart/");
      chain.doFilter(hasParts ? new PlainText((HttpServletRequest) request) : request, response);
    }
  }

  private static final class PlainText extends HttpServletRequestWrapper {
    private static final String TYPE = "text/plain";

    PlainText(HttpServletRequest request) {
      super(request);
    }

    @Override
    public String getContentType() {
      return TYPE;
    }

    @Override
    public String getHeader(String name) {
      return name.equalsIgnoreCase("Content-Type") ? TYPE : super.getHeader(name);
    }

    @Override
    public Enumeration<String> getHeaders(String name) {
      return name.equalsIgnoreCase("Content-Type")
          ? Collections.enumeration(Collections.singleton(TYPE))
          : super.getHeaders(name);
    }
  }
}
